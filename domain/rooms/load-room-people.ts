import type { ReadContext } from "../context.ts";
import { listAddable } from "../groups/list-addable.ts";
import type { AddablePerson } from "../groups/schema.ts";
import { loadRoomHeader, type RoomHeader } from "./load-room-header.ts";
import { loadRoomMembers } from "./load-room-members.ts";
import type { RoomMember } from "./schema.ts";

/**
 * Who is in a room, for one of its members, and whom a reader who keeps the group may add. Two round trips.
 * @throws DomainError `not_signed_in`; `not_found` for who is no member, as for a room that doesn't exist
 */
export async function loadRoomPeople(
  ctx: ReadContext,
  { roomId }: { roomId: string },
): Promise<{ header: RoomHeader; members: RoomMember[]; addable: AddablePerson[] }> {
  const header = await loadRoomHeader(ctx, { roomId });
  const mayAdd = header.kind === "group" && header.mayAdd;
  const [members, addable] = await Promise.all([
    loadRoomMembers(ctx, { roomId }),
    mayAdd ? listAddable(ctx, { roomId }) : [],
  ]);
  return { header, members, addable };
}
