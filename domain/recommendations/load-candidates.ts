import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { ReadContext } from "../context.ts";
import { toDomainError } from "../errors.ts";
import { type Reader, readerTables } from "../search/mentor-cards.ts";
import { rankByGraph } from "./rank-by-graph.ts";
import { mayRecommend, rankBySql } from "./rank-by-sql.ts";
import { type Candidate, candidateSchema, type Recommendations, type Recommended } from "./schema.ts";

/** More than a page shows: some will be full or hidden when it is read, and the lot needs some to draw from. */
const WANTED = 60;
const NEWCOMERS = 20;
const NEW_FOR_MS = 60 * 24 * 3_600_000;

/**
 * Whom a person might meet, best first, with what tells them apart: from the graph; where it is absent, down or knows
 * nobody, from bounded SQL; and the newest mentors of what the person seeks, whom nobody knows yet.
 */
export async function loadCandidates(
  ctx: ReadContext,
  userId: string,
): Promise<{ source: Recommendations["source"]; candidates: Candidate[] }> {
  const reader: Reader = { userId, timeZone: "UTC", now: ctx.now() };
  const byGraph = await askGraph(ctx, userId);
  const ranked = byGraph?.length ? fromGraph(byGraph) : fromSql(reader);
  const { rows } = await ctx.db.execute(sql`
    with ${readerTables(reader)}, ${ranked},
      newcomers as (
        select p.user_id, 0.05 + 0.3 * count(distinct s.cluster_slug) + 0.4 * count(*) filter (where s.slug in (select slug from sought)) as score
        from (select user_id from profiles where is_mentor and findable_since > ${since(reader)}
          order by findable_since desc limit 500) fresh
        join profiles p on p.user_id = fresh.user_id
        join profile_skills ps on ps.profile_id = p.user_id and ps.kind = 'offers'
        join skills s on s.slug = ps.skill_slug and s.cluster_slug in (select cluster from sought)
        where ${mayRecommend(reader)}
        group by p.user_id order by score desc, p.user_id limit ${NEWCOMERS}),
      candidates as (
        select user_id, score, path from ranked
        union all
        select user_id, score::float8, '[]'::jsonb from newcomers where user_id not in (select user_id from ranked))
    select c.user_id as "mentorId", c.score, c.path,
      coalesce(p.findable_since > ${since(reader)}, false) as "isNew",
      array(select ps.skill_slug from profile_skills ps where ps.profile_id = c.user_id and ps.kind = 'offers'
        order by 1) as offers,
      array(select distinct s.cluster_slug from profile_skills ps join skills s on s.slug = ps.skill_slug
        where ps.profile_id = c.user_id and ps.kind = 'offers' and s.cluster_slug is not null order by 1) as clusters
    from candidates c join profiles p on p.user_id = c.user_id order by c.score desc, c.user_id`);
  return { source: byGraph ? "graph" : "sql", candidates: z.array(candidateSchema).parse(rows) };
}

const since = ({ now }: Reader): SQL =>
  sql`${new Date(now.getTime() - NEW_FOR_MS).toISOString()}::timestamptz`;

/** null where it could not be asked. */
async function askGraph(ctx: ReadContext, userId: string): Promise<Recommended[] | null> {
  if (ctx.graph.absent) return null;
  try {
    return await rankByGraph(ctx.graph, userId);
  } catch (error) {
    ctx.log.warn("recommendations without the graph", { reason: toDomainError(error).message });
    return null;
  }
}

const fromGraph = (items: Recommended[]): SQL => sql`ranked as materialized (
  select "mentorId" as user_id, score, path
  from jsonb_to_recordset(${JSON.stringify(items)}::jsonb) as i ("mentorId" uuid, score float8, path jsonb))`;

const fromSql = (reader: Reader): SQL => sql`${rankBySql(reader)}, ranked as materialized (
  select p.user_id, by_sql.score, '[]'::jsonb as path
  from by_sql join profiles p on p.user_id = by_sql.user_id
  where ${mayRecommend(reader)} order by by_sql.score desc, p.user_id limit ${WANTED})`;
