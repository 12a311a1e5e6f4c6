import type { JobContext } from "../context.ts";
import { authorize } from "../permissions.ts";
import { selectReachable } from "./select-devices.ts";

/**
 * Tells a person's inbox whether any browser of theirs is to hear of what comes. A repeat is no change. One that was turned
 * on while this was about to say that there is none is looked for once more: its own word may have come before this one.
 */
export async function applyDevices(ctx: JobContext, { userId }: { userId: string }): Promise<void> {
  authorize(ctx, "notify:user:any", userId);
  const isReached = async () => (await selectReachable(ctx, userId)).length > 0;
  if (await isReached()) return ctx.inboxWriter.setPushed(userId, true);
  await ctx.inboxWriter.setPushed(userId, false);
  if (await isReached()) await ctx.inboxWriter.setPushed(userId, true);
}
