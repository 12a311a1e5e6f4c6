import { and, asc, eq, gt, isNull, lt, not, or, sql } from "drizzle-orm";
import { outbox, profiles, recommendations } from "#db/tables/index.ts";
import type { JobContext } from "../context.ts";
import { outboxInsert } from "../outbox/commit-change.ts";
import { authorize } from "../permissions.ts";

const STALE_AFTER_MS = 24 * 3_600_000;
/** What SQL said while the graph was down is asked again soon. */
const STALE_WITHOUT_GRAPH_MS = 10 * 60_000;
/** Whoever was away longer gets fresh ones after coming back. */
const ACTIVE_WITHIN_MS = 30 * 24 * 3_600_000;
const BATCH = 100;

/**
 * Owes fresh recommendations to active people who have none or old ones, the oldest first.
 * @returns to how many
 */
export async function oweStaleRecommendations(ctx: JobContext): Promise<number> {
  authorize(ctx, "refresh:recommendation:any");
  const now = ctx.now().getTime();
  const owedAlready = sql`exists (select 1 from ${outbox} where ${outbox.doneAt} is null
    and ${outbox.kind} = 'graph.refresh-recommendations' and ${outbox.payload} ->> 'userId' = ${profiles.userId}::text)`;
  const stale = await ctx.db
    .select({ userId: profiles.userId })
    .from(profiles)
    .leftJoin(recommendations, eq(recommendations.userId, profiles.userId))
    .where(
      and(
        sql`${profiles.onboardedAt} is not null`,
        gt(profiles.lastActiveAt, new Date(now - ACTIVE_WITHIN_MS)),
        or(
          isNull(recommendations.computedAt),
          lt(recommendations.computedAt, new Date(now - STALE_AFTER_MS)),
          ctx.graph.absent
            ? undefined
            : and(
                eq(recommendations.source, "sql"),
                lt(recommendations.computedAt, new Date(now - STALE_WITHOUT_GRAPH_MS)),
              ),
        ),
        not(owedAlready),
      ),
    )
    .orderBy(sql`${recommendations.computedAt} asc nulls first`, asc(profiles.userId))
    .limit(BATCH);
  if (stale.length === 0) return 0;
  const jobs = stale.map(({ userId }) => ({ kind: "graph.refresh-recommendations" as const, userId }));
  await ctx.db.execute(outboxInsert(ctx, jobs, sql``));
  ctx.outboxAppended();
  return stale.length;
}
