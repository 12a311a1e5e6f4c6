import type { JobContext } from "../context.ts";
import { authorize } from "../permissions.ts";
import { oweRecommendationsAround } from "../recommendations/owe-recommendations-around.ts";
import { connectionRowSchema, MERGE_CONNECTIONS, selectConnections } from "./connections-batch.ts";
import { writeRows } from "./write-rows.ts";

/**
 * Makes two people connected in the graph, or no longer, as Postgres says now. Then those around are owed fresh
 * recommendations. Idempotent, and safe out of order.
 * @throws DomainError `unavailable` while the graph is down: the job comes again
 */
export async function projectConnection(
  ctx: JobContext,
  { connectionId }: { connectionId: string },
): Promise<void> {
  authorize(ctx, "project:graph:any", connectionId);
  const { rows } = await ctx.db.execute(selectConnections({ id: connectionId }));
  const connections = rows.map((row) => connectionRowSchema.parse(row));
  if (!ctx.graph.absent) await writeRows(ctx.graph, MERGE_CONNECTIONS, connections);
  await oweRecommendationsAround(
    ctx,
    connections.flatMap(({ lowId, highId }) => [lowId, highId]),
  );
}
