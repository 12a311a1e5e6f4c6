import { and, asc, eq, isNull, lte } from "drizzle-orm";
import { outbox } from "#db/tables/index.ts";
import type { JobContext } from "../context.ts";
import { authorize } from "../permissions.ts";
import { claimRows, sendClaimed } from "./send-claimed.ts";

/** A queue takes at most 100 messages at once. */
const BATCH = 100;
/** One run sends at most so many batches; the cron brings the rest. */
const MAX_BATCHES = 10;

/**
 * Sends what the outbox owes to the queues: right after a change what that request owes, every minute what is left.
 * Any number may run at once, since a row is claimed by exactly one. Ids are not in commit order, so rows are found
 * by "unsent", never by "after". A crash between claim and send leaves a row sent and not done, which the sweep finds.
 * @param of only what this request owes
 * @returns how many jobs were sent
 */
export async function relay(ctx: JobContext, of: { requestId?: string } = {}): Promise<number> {
  authorize(ctx, "run:outbox:any");
  let sent = 0;
  for (let batch = 0; batch < MAX_BATCHES; batch += 1) {
    const claimed = await claim(ctx, of);
    if (claimed.length > 0) sent += await sendClaimed(ctx, claimed);
    if (claimed.length < BATCH) break;
  }
  return sent;
}

function claim(ctx: JobContext, { requestId }: { requestId?: string }) {
  // What a request owes is due at once, even where this clock runs behind the database's.
  const due = requestId === undefined ? lte(outbox.availableAt, ctx.now()) : eq(outbox.requestId, requestId);
  const unsent = ctx.db
    .select({ id: outbox.id })
    .from(outbox)
    .where(and(isNull(outbox.sentAt), isNull(outbox.doneAt), due))
    .orderBy(asc(outbox.availableAt))
    .limit(BATCH)
    .for("update", { skipLocked: true });
  return claimRows(ctx, unsent);
}
