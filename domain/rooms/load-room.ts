import type { ReadContext } from "../context.ts";
import { idSchema } from "../ids.ts";
import { authorizeUser } from "../permissions.ts";
import { loadRoomHeader, type RoomHeader } from "./load-room-header.ts";
import type { Message, RoomSnapshot } from "./schema.ts";

/**
 * A conversation as it stands: whom with, for what, and the newest messages. One round trip to the database,
 * then one or two calls to the room; the browser goes on from the snapshot's `lastSeq`.
 * `thread`: the message `threadId` and the replies under it, where it is in the room.
 * @throws DomainError `not_signed_in`; `not_found` for who is no member, as for a room that doesn't exist
 */
export async function loadRoom(
  ctx: ReadContext,
  { roomId, threadId = null }: { roomId: string; threadId?: string | null },
): Promise<{ header: RoomHeader; snapshot: RoomSnapshot; thread: Message[] }> {
  // first the right to enter: the room itself asks nobody
  const header = await loadRoomHeader(ctx, { roomId });
  const asked = idSchema.safeParse(threadId);
  const [snapshot, thread] = await Promise.all([
    ctx.roomReader.snapshot(roomId, authorizeUser(ctx, "enter:room:own", roomId)),
    asked.success ? ctx.roomReader.thread(roomId, asked.data) : [],
  ]);
  return { header, snapshot, thread };
}
