import { and, eq, isNull, sql } from "drizzle-orm";
import { deadLetters, outbox } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { idSchema } from "../ids.ts";
import { authorize } from "../permissions.ts";
import { commitChange } from "./commit-change.ts";
import { queueMessageSchema } from "./jobs.ts";

/**
 * Puts a failed job back into the outbox under its old id, which is the idempotency key of its effect:
 * what it had done before it failed is not done again.
 * @throws DomainError `not_found`, `conflict` (replayed already, or its message can't be read)
 */
export async function replayDeadLetter(ctx: ReadContext, { id }: { id: string }) {
  authorize(ctx, "replay:dead-letter:any", id);
  if (!idSchema.safeParse(id).success) throw new DomainError("not_found");
  const [letter] = await ctx.db
    .select({ body: deadLetters.body })
    .from(deadLetters)
    .where(eq(deadLetters.id, id));
  if (!letter) throw new DomainError("not_found");
  const parsed = queueMessageSchema.safeParse(letter.body);
  if (!parsed.success) {
    throw new DomainError("conflict", {
      log: "the dead letter holds no job",
      message: "This job can't be read, so there is nothing to replay.",
    });
  }
  const { id: jobId, requestId, job } = parsed.data;
  const replayed = await commitChange(ctx, {
    change: ctx.db
      .update(deadLetters)
      .set({ replayedAt: ctx.now() })
      .where(and(eq(deadLetters.id, id), isNull(deadLetters.replayedAt)))
      .returning(),
    after: [
      {
        name: "requeued",
        query: sql`insert into ${outbox} (id, kind, payload, request_id)
          select ${jobId}::uuid, ${job.kind}, ${JSON.stringify(job)}::jsonb, ${requestId} from changed
          on conflict (id) do update set sent_at = null, done_at = null, sends = 0, available_at = now()`,
      },
    ],
    audit: {
      action: "dead-letter.replayed",
      targetType: "dead-letter",
      targetId: id,
      after: { jobId, kind: job.kind },
    },
  });
  if (!replayed) {
    throw new DomainError("conflict", {
      log: "replayed already",
      message: "Somebody has replayed this job already.",
    });
  }
  ctx.outboxAppended();
  return { id, jobId };
}
