import type { JobContext } from "../context.ts";
import { authorize } from "../permissions.ts";
import { oweRecommendationsAround } from "../recommendations/owe-recommendations-around.ts";
import { MERGE_PEOPLE, personRowSchema, selectPeople } from "./people-batch.ts";
import { writeRows } from "./write-rows.ts";

/**
 * Makes a person in the graph what Postgres says now: skills, places, whether others may see them. Then those around
 * are owed fresh recommendations. Idempotent, and safe out of order.
 * @throws DomainError `unavailable` while the graph is down: the job comes again
 */
export async function projectPerson(ctx: JobContext, { userId }: { userId: string }): Promise<void> {
  authorize(ctx, "project:graph:any", userId);
  if (!ctx.graph.absent) {
    const { rows } = await ctx.db.execute(selectPeople({ id: userId }));
    await writeRows(
      ctx.graph,
      MERGE_PEOPLE,
      rows.map((row) => personRowSchema.parse(row)),
    );
  }
  await oweRecommendationsAround(ctx, [userId]);
}
