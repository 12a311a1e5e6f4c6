import type { JobContext } from "../context.ts";
import { authorize } from "../permissions.ts";
import { selectReachable } from "./select-devices.ts";

/** Tells a person's inbox whether any browser of theirs is to hear of what comes. A repeat is no change. */
export async function applyDevices(ctx: JobContext, { userId }: { userId: string }): Promise<void> {
  authorize(ctx, "notify:user:any", userId);
  const devices = await selectReachable(ctx, userId);
  await ctx.inboxWriter.setPushed(userId, devices.length > 0);
}
