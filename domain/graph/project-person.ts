import type { JobContext } from "../context.ts";
import { authorize } from "../permissions.ts";
import { MERGE_PEOPLE, personRowSchema, selectPeople } from "./people-batch.ts";
import { writeRows } from "./write-rows.ts";

/**
 * Makes a person in the graph what Postgres says now: skills, places, whether others may see them.
 * Without a graph there is nothing to do. Idempotent, and safe out of order.
 * @throws DomainError `unavailable` while the graph is down: the job comes again
 */
export async function projectPerson(ctx: JobContext, { userId }: { userId: string }): Promise<void> {
  authorize(ctx, "project:graph:any", userId);
  if (ctx.graph.absent) return;
  const { rows } = await ctx.db.execute(selectPeople({ id: userId }));
  await writeRows(
    ctx.graph,
    MERGE_PEOPLE,
    rows.map((row) => personRowSchema.parse(row)),
  );
}
