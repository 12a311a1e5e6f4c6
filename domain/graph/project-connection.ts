import type { JobContext } from "../context.ts";
import { authorize } from "../permissions.ts";
import { connectionRowSchema, MERGE_CONNECTIONS, selectConnections } from "./connections-batch.ts";
import { writeRows } from "./write-rows.ts";

/**
 * Makes two people connected in the graph, or no longer, as Postgres says now.
 * Without a graph there is nothing to do. Idempotent, and safe out of order.
 * @throws DomainError `unavailable` while the graph is down: the job comes again
 */
export async function projectConnection(
  ctx: JobContext,
  { connectionId }: { connectionId: string },
): Promise<void> {
  authorize(ctx, "project:graph:any", connectionId);
  if (ctx.graph.absent) return;
  const { rows } = await ctx.db.execute(selectConnections({ id: connectionId }));
  await writeRows(
    ctx.graph,
    MERGE_CONNECTIONS,
    rows.map((row) => connectionRowSchema.parse(row)),
  );
}
