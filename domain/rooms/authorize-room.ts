import { recordDenial } from "../audit/record-denial.ts";
import type { ReadContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { idSchema } from "../ids.ts";
import { authorizeActor } from "../permissions.ts";
import { loadRoomMember } from "./load-room-member.ts";
import type { RoomMember } from "./schema.ts";

/**
 * Lets a member into a room, in one round trip.
 * @returns the member, and the session that lets them in
 * @throws DomainError `not_signed_in`; `not_found` for who is no member, as for a room that doesn't exist
 */
export async function authorizeRoom(
  ctx: ReadContext,
  { roomId }: { roomId: string },
): Promise<{ roomId: string; member: RoomMember; sessionId: string }> {
  const { id: userId, sessionId } = authorizeActor(ctx, "enter:room:own", roomId);
  if (!idSchema.safeParse(roomId).success) throw new DomainError("not_found", { log: "no room id" });
  const own = await loadRoomMember(ctx, { roomId, userId });
  if (own) return { roomId, member: own.member, sessionId };
  ctx.waitUntil(recordDenial(ctx, "enter:room:own", roomId));
  throw new DomainError("not_found", { log: "not a member of the room" });
}
