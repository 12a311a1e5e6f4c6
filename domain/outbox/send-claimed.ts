import { inArray, type SQLWrapper, sql } from "drizzle-orm";
import { outbox } from "#db/tables/index.ts";
import type { JobContext } from "../context.ts";
import { jobSchema, type QueueMessage, type QueueName, queueOf } from "./jobs.ts";
import { recordDeadLetter } from "./record-dead-letter.ts";

export interface ClaimedRow {
  id: string;
  kind: string;
  payload: unknown;
  requestId: string;
  /** This one included. */
  sends: number;
}

/** Marks rows as sent, each by one of those that want it. `ids` selects them `for update skip locked`. */
export function claimRows(ctx: JobContext, ids: SQLWrapper): Promise<ClaimedRow[]> {
  return ctx.db
    .update(outbox)
    .set({ sentAt: ctx.now(), sends: sql`${outbox.sends} + 1` })
    .where(sql`${outbox.id} = any(array(${ids}))`)
    .returning({
      id: outbox.id,
      kind: outbox.kind,
      payload: outbox.payload,
      requestId: outbox.requestId,
      sends: outbox.sends,
    });
}

/**
 * Hands claimed rows to their queues. A row that is no job any more becomes a dead letter; the rows of a queue that
 * doesn't take them are free again, later each time.
 * @returns how many rows a queue took
 */
export async function sendClaimed(ctx: JobContext, rows: ClaimedRow[]): Promise<number> {
  const byQueue = new Map<QueueName, QueueMessage[]>();
  for (const { id, kind, payload, requestId } of rows) {
    const parsed = jobSchema.safeParse(payload);
    if (!parsed.success) {
      const reason = `not a job: ${parsed.error.issues[0]?.message ?? kind}`;
      await recordDeadLetter(ctx, {
        jobId: id,
        queue: "outbox",
        body: { id, kind, requestId, payload },
        reason,
      });
      continue;
    }
    const queue = queueOf(parsed.data.kind);
    byQueue.set(queue, [...(byQueue.get(queue) ?? []), { id, requestId, job: parsed.data }]);
  }
  let taken = 0;
  for (const [queue, messages] of byQueue) {
    try {
      await ctx.queues.send(messages);
      taken += messages.length;
    } catch (error) {
      ctx.log.warn("queue refused", {
        "labels.queue": queue,
        "labels.jobs": messages.length,
        "error.message": String(error),
      });
      await release(ctx, rows, messages);
    }
  }
  return taken;
}

async function release(ctx: JobContext, rows: ClaimedRow[], messages: QueueMessage[]): Promise<void> {
  const ids = messages.map((message) => message.id);
  const tries = Math.max(...rows.filter((row) => ids.includes(row.id)).map((row) => row.sends));
  const delayMs = Math.min(2 ** tries, 300) * 1_000;
  await ctx.db
    .update(outbox)
    .set({ sentAt: null, availableAt: new Date(ctx.now().getTime() + delayMs) })
    .where(inArray(outbox.id, ids));
}
