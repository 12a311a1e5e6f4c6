import type { JobContext } from "../context.ts";
import { authorize } from "../permissions.ts";

/** Lets a room look anew at how it stands. It reads what is true now, so a repeat does no harm. */
export async function lookAtRoom(ctx: JobContext, { roomId }: { roomId: string }): Promise<void> {
  authorize(ctx, "look:room:any", roomId);
  await ctx.rooms.look(roomId);
}
