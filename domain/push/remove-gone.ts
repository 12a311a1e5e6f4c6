import { and, eq } from "drizzle-orm";
import { pushSubscriptions } from "#db/tables/index.ts";
import type { JobContext } from "../context.ts";
import { commitChange } from "../outbox/commit-change.ts";
import type { ReachableDevice } from "./select-devices.ts";

/** The browser has taken its subscription back, or is gone. One that has come back meanwhile, by another key, stays. */
export async function removeGone(ctx: JobContext, { id, userId, p256dh }: ReachableDevice): Promise<void> {
  await commitChange(ctx, {
    change: ctx.db
      .delete(pushSubscriptions)
      .where(and(eq(pushSubscriptions.id, id), eq(pushSubscriptions.p256dh, p256dh)))
      .returning({ id: pushSubscriptions.id }),
    audit: { action: "device.expired", targetType: "device", targetId: id },
    jobs: [{ kind: "live.apply-devices", userId }],
  });
}
