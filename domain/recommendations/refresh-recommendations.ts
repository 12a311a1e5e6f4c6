import { sql } from "drizzle-orm";
import { z } from "zod";
import type { JobContext } from "../context.ts";
import { toDomainError } from "../errors.ts";
import { authorize } from "../permissions.ts";
import { type Reader, readerTables } from "../search/mentor-cards.ts";
import { rankByGraph } from "./rank-by-graph.ts";
import { mayRecommend, rankBySql } from "./rank-by-sql.ts";
import { type Recommended, recommendedSchema } from "./schema.ts";

/** More than a page shows, since some will be full or hidden when it is read. */
const KEPT = 30;

/**
 * Computes whom a person should meet and keeps it as one row. Asks the graph; where it is absent, down or knows
 * nobody to name, bounded SQL. A run that began earlier never overwrites a later one.
 */
export async function refreshRecommendations(ctx: JobContext, { userId }: { userId: string }): Promise<void> {
  authorize(ctx, "refresh:recommendation:any", userId);
  const startedAt = ctx.now().toISOString();
  const byGraph = await askGraph(ctx, userId);
  const items = byGraph?.length ? byGraph.slice(0, KEPT) : await askPostgres(ctx, userId);
  const source = byGraph ? "graph" : "sql";
  await ctx.db.execute(sql`
    insert into recommendations (user_id, items, source, computed_at)
    select user_id, ${JSON.stringify(items)}::jsonb, ${source}, ${startedAt}::timestamptz
    from profiles where user_id = ${userId} and onboarded_at is not null
    on conflict (user_id) do update
      set items = excluded.items, source = excluded.source, computed_at = excluded.computed_at
      where recommendations.computed_at <= excluded.computed_at`);
}

/** null where it could not be asked. */
async function askGraph(ctx: JobContext, userId: string): Promise<Recommended[] | null> {
  if (ctx.graph.absent) return null;
  try {
    return await rankByGraph(ctx.graph, userId);
  } catch (error) {
    ctx.log.warn("recommendations without the graph", { reason: toDomainError(error).message });
    return null;
  }
}

async function askPostgres(ctx: JobContext, userId: string): Promise<Recommended[]> {
  const reader: Reader = { userId, timeZone: "UTC", now: ctx.now() };
  const { rows } = await ctx.db.execute(sql`
    with ${readerTables(reader)}, ${rankBySql(reader)}
    select p.user_id as "mentorId", by_sql.score, '[]'::jsonb as path
    from by_sql join profiles p on p.user_id = by_sql.user_id
    where ${mayRecommend(reader)} order by by_sql.score desc, p.user_id limit ${KEPT}`);
  return z.array(recommendedSchema).parse(rows);
}
