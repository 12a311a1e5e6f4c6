import { asc, count, desc, isNotNull } from "drizzle-orm";
import { deadLetters } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import { parseInput } from "../parse-input.ts";
import { authorize } from "../permissions.ts";
import { queueMessageSchema } from "./jobs.ts";
import { type DeadLetterListInput, type DeadLetterView, deadLetterListInputSchema } from "./schema.ts";

const PAGE_SIZE = 50;

/**
 * Jobs that failed for good, those that wait for a decision first, newest first. One round trip.
 * @throws DomainError `not_signed_in`, `not_allowed`, `invalid_input`
 */
export async function listDeadLetters(ctx: ReadContext, input: DeadLetterListInput = {}) {
  authorize(ctx, "read:dead-letter:any");
  const { page } = parseInput(deadLetterListInputSchema, input);
  const [rows, [counted]] = await ctx.db.batch([
    ctx.db
      .select()
      .from(deadLetters)
      .orderBy(asc(isNotNull(deadLetters.replayedAt)), desc(deadLetters.createdAt), desc(deadLetters.id))
      .limit(PAGE_SIZE)
      .offset((page - 1) * PAGE_SIZE),
    ctx.db.select({ total: count() }).from(deadLetters),
  ]);
  const total = counted?.total ?? 0;
  return { deadLetters: rows.map(toView), total, page, pages: Math.max(1, Math.ceil(total / PAGE_SIZE)) };
}

function toView(row: typeof deadLetters.$inferSelect): DeadLetterView {
  const message = queueMessageSchema.safeParse(row.body);
  return {
    id: row.id,
    kind: message.success ? message.data.job.kind : null,
    queue: row.queue,
    reason: row.reason,
    body: row.body,
    createdAt: row.createdAt.toISOString(),
    replayedAt: row.replayedAt?.toISOString() ?? null,
  };
}
