import { and, asc, isNull, lte, sql } from "drizzle-orm";
import { outbox } from "#db/tables/index.ts";
import type { JobContext } from "../context.ts";
import { authorize } from "../permissions.ts";
import { sendClaimed } from "./send-claimed.ts";

/** A queue takes at most 100 messages at once. */
const BATCH = 100;
/** One run sends at most so many batches; the cron brings the rest. */
const MAX_BATCHES = 10;

/**
 * Sends what the outbox owes to the queues. Runs after each change and every minute, any number at once: a row is
 * claimed by exactly one of them. Ids are not in commit order, so rows are found by "unsent", never by "after".
 * A crash between claim and send leaves a row sent and not done, which the sweep finds.
 * @returns how many jobs were sent
 */
export async function relay(ctx: JobContext): Promise<number> {
  authorize(ctx, "run:outbox:any");
  let sent = 0;
  for (let batch = 0; batch < MAX_BATCHES; batch += 1) {
    const claimed = await claim(ctx);
    if (claimed.length > 0) sent += await sendClaimed(ctx, claimed);
    if (claimed.length < BATCH) break;
  }
  return sent;
}

function claim(ctx: JobContext) {
  const unsent = ctx.db
    .select({ id: outbox.id })
    .from(outbox)
    .where(and(isNull(outbox.sentAt), isNull(outbox.doneAt), lte(outbox.availableAt, sql`now()`)))
    .orderBy(asc(outbox.availableAt))
    .limit(BATCH)
    .for("update", { skipLocked: true });
  return ctx.db
    .update(outbox)
    .set({ sentAt: ctx.now(), sends: sql`${outbox.sends} + 1` })
    .where(sql`${outbox.id} = any(array(${unsent}))`)
    .returning({
      id: outbox.id,
      kind: outbox.kind,
      payload: outbox.payload,
      requestId: outbox.requestId,
      sends: outbox.sends,
    });
}
