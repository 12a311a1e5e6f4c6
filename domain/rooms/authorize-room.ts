import { recordDenial } from "../audit/record-denial.ts";
import type { ReadContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { idSchema } from "../ids.ts";
import { authorizeUser } from "../permissions.ts";
import { loadRoomMembers } from "./load-room-members.ts";
import type { RoomMember } from "./protocol.ts";

/**
 * Lets a member into a room, in one round trip.
 * @returns the member, and the other one (null where nobody else is in the room)
 * @throws DomainError `not_signed_in`; `not_found` for who is no member, as for a room that doesn't exist
 */
export async function authorizeRoom(
  ctx: ReadContext,
  { roomId }: { roomId: string },
): Promise<{ roomId: string; member: RoomMember; other: RoomMember | null }> {
  const userId = authorizeUser(ctx, "enter:room:own", roomId.slice(0, 100));
  if (!idSchema.safeParse(roomId).success) throw new DomainError("not_found", { log: "no room id" });
  const members = await loadRoomMembers(ctx, { roomId });
  const member = members.find((one) => one.userId === userId);
  if (!member) {
    ctx.waitUntil(recordDenial(ctx, "enter:room:own", roomId));
    throw new DomainError("not_found", { log: "not a member of the room" });
  }
  return { roomId, member, other: members.find((one) => one !== member) ?? null };
}
