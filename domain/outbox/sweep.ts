import { and, asc, isNull, lte } from "drizzle-orm";
import { outbox } from "#db/tables/index.ts";
import type { JobContext } from "../context.ts";
import { authorize } from "../permissions.ts";
import { claimRows, sendClaimed } from "./send-claimed.ts";

/** A job that was sent and is not done after this long is sent again. */
export const SWEEP_AFTER_MS = 2 * 60_000;
const BATCH = 100;

/**
 * Sends again what a queue lost. A job that fails and waits for its next try has its `sentAt` moved to that try,
 * so what is found here is lost, or so slow that a second copy does no harm: consumers are idempotent.
 * @returns how many jobs were sent again
 */
export async function sweep(ctx: JobContext): Promise<number> {
  authorize(ctx, "run:outbox:any");
  const before = new Date(ctx.now().getTime() - SWEEP_AFTER_MS);
  const lost = ctx.db
    .select({ id: outbox.id })
    .from(outbox)
    .where(and(isNull(outbox.doneAt), lte(outbox.sentAt, before)))
    .orderBy(asc(outbox.sentAt))
    .limit(BATCH)
    .for("update", { skipLocked: true });
  return sendClaimed(ctx, await claimRows(ctx, lost));
}
