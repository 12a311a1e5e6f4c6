import { and, inArray, isNotNull } from "drizzle-orm";
import { outbox } from "#db/tables/index.ts";
import type { JobContext } from "../context.ts";

/** Which of these jobs are done already: a queue delivers at least once, and the sweep sends again. */
export async function loadDoneJobs(ctx: JobContext, ids: string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await ctx.db
    .select({ id: outbox.id })
    .from(outbox)
    .where(and(inArray(outbox.id, ids), isNotNull(outbox.doneAt)));
  return new Set(rows.map((row) => row.id));
}
