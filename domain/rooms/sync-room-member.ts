import type { JobContext } from "../context.ts";
import { authorize } from "../permissions.ts";

/**
 * Has a room look at how one member stands now: they have joined it, left it, been removed (their sockets end at once),
 * or muted it. It reads what is true now, so a repeat and a late one do no harm.
 */
export async function syncRoomMember(
  ctx: JobContext,
  { roomId, userId }: { roomId: string; userId: string },
): Promise<void> {
  authorize(ctx, "sync:room-member:any", roomId);
  await ctx.rooms.lookAt(roomId, userId);
}
