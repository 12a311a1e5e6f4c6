import { recordDenial } from "../audit/record-denial.ts";
import type { ReadContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { idSchema } from "../ids.ts";
import { authorizeActor } from "../permissions.ts";
import { loadRoomMembers } from "./load-room-members.ts";
import type { RoomMember } from "./schema.ts";

/**
 * Lets a member into a room, in one round trip.
 * @returns the member, the session that lets them in, and the other one (null where nobody else is in the room)
 * @throws DomainError `not_signed_in`; `not_found` for who is no member, as for a room that doesn't exist
 */
export async function authorizeRoom(
  ctx: ReadContext,
  { roomId }: { roomId: string },
): Promise<{ roomId: string; member: RoomMember; sessionId: string; other: RoomMember | null }> {
  const { id: userId, sessionId } = authorizeActor(ctx, "enter:room:own", roomId);
  if (!idSchema.safeParse(roomId).success) throw new DomainError("not_found", { log: "no room id" });
  const members = await loadRoomMembers(ctx, { roomId });
  const member = members.find((one) => one.userId === userId);
  if (!member) {
    ctx.waitUntil(recordDenial(ctx, "enter:room:own", roomId));
    throw new DomainError("not_found", { log: "not a member of the room" });
  }
  return { roomId, member, sessionId, other: members.find((one) => one !== member) ?? null };
}
