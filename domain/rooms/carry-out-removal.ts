import type { JobContext } from "../context.ts";
import { authorize } from "../permissions.ts";

/** Has the room take out a message as a moderator has decided. The room ignores a repeat, and a message that is gone. */
export async function carryOutRemoval(
  ctx: JobContext,
  { roomId, messageId, userId }: { roomId: string; messageId: string; userId: string },
): Promise<void> {
  authorize(ctx, "remove:message:any", messageId);
  await ctx.rooms.removeMessage(roomId, messageId, userId);
}
