import type { JobContext } from "../context.ts";
import { authorize } from "../permissions.ts";
import { MERGE_MENTORSHIPS, mentorshipRowSchema, selectMentorships } from "./mentorships-batch.ts";
import { writeRows } from "./write-rows.ts";

/**
 * Makes a mentorship in the graph say its status, as Postgres says now.
 * Without a graph there is nothing to do. Idempotent, and safe out of order.
 * @throws DomainError `unavailable` while the graph is down: the job comes again
 */
export async function projectMentorship(
  ctx: JobContext,
  { mentorshipId }: { mentorshipId: string },
): Promise<void> {
  authorize(ctx, "project:graph:any", mentorshipId);
  if (ctx.graph.absent) return;
  const { rows } = await ctx.db.execute(selectMentorships({ id: mentorshipId }));
  await writeRows(
    ctx.graph,
    MERGE_MENTORSHIPS,
    rows.map((row) => mentorshipRowSchema.parse(row)),
  );
}
