import type { ReadContext } from "../context.ts";
import { loadRoomHeader, type RoomHeader } from "./load-room-header.ts";
import type { RoomSnapshot } from "./schema.ts";

/**
 * A conversation as it stands: whom with, for what, and the newest messages. One round trip to the database,
 * then one call to the room; the browser goes on from the snapshot's `lastSeq`.
 * @throws DomainError `not_signed_in`; `not_found` for who is no member, as for a room that doesn't exist
 */
export async function loadRoom(
  ctx: ReadContext,
  { roomId }: { roomId: string },
): Promise<{ header: RoomHeader; snapshot: RoomSnapshot }> {
  // first the right to enter: the room itself asks nobody
  const header = await loadRoomHeader(ctx, { roomId });
  return { header, snapshot: await ctx.roomReader.snapshot(roomId) };
}
