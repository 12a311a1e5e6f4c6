import { and, eq } from "drizzle-orm";
import { pushSubscriptions } from "#db/tables/index.ts";
import type { JobContext } from "../context.ts";
import { commitChange } from "../outbox/commit-change.ts";
import { weigh } from "./failures.ts";
import { withJob } from "./over-jobs.ts";
import type { ReachableDevice } from "./select-devices.ts";

/**
 * A push did not reach this browser. Where that has gone on for too long it is removed, and its person's inbox hears of it.
 * `isOver`: the job does not try it again. What has changed since it was read, by a push that was taken or by another that
 * was counted, stays.
 */
export async function recordFailure(
  ctx: JobContext,
  device: ReachableDevice,
  isOver: boolean,
): Promise<void> {
  const meaning = weigh(device, ctx.now());
  if (meaning === "last") return giveUp(ctx, device);
  if (meaning === "counted" && !isOver) return;
  // unaudited: a count of failures is no change of the person's
  await ctx.db
    .update(pushSubscriptions)
    .set({
      ...(meaning === "counts" && { failures: device.failures + 1, failedAt: ctx.now() }),
      ...(isOver && { sentJobs: withJob(ctx.jobId) }),
    })
    .where(asRead(device));
}

async function giveUp(ctx: JobContext, device: ReachableDevice): Promise<void> {
  const { id, userId, failures, lastSuccessAt } = device;
  await commitChange(ctx, {
    change: ctx.db.delete(pushSubscriptions).where(asRead(device)).returning({ id: pushSubscriptions.id }),
    audit: {
      action: "device.given-up",
      targetType: "device",
      targetId: id,
      before: { failures, lastSuccessAt },
    },
    jobs: [{ kind: "live.apply-devices", userId }],
  });
}

const asRead = ({ id, p256dh, failures }: ReachableDevice) =>
  and(
    eq(pushSubscriptions.id, id),
    eq(pushSubscriptions.p256dh, p256dh),
    eq(pushSubscriptions.failures, failures),
  );
