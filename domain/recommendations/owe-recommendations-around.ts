import { sql } from "drizzle-orm";
import { z } from "zod";
import type { JobContext } from "../context.ts";
import { outboxInsert } from "../outbox/commit-change.ts";
import { authorize } from "../permissions.ts";
import { ACTIVE_WITHIN_MS } from "./measure-staleness.ts";

/** Whoever knows more people than this changes little for each of them, and is passed over: their day comes anyway. */
const HUB = 200;
const MAX_FRIENDS = 150;
/** Of one change; the others are fresh within the day. */
const MAX_OWED = 300;

/**
 * Owes fresh recommendations to those for whom a change of these people matters: themselves and whoever is one or two
 * steps away, as far as they are about. Nothing is sent at once: the next minute's relay takes all that one minute
 * brought, and somebody who is owed already isn't owed again.
 * @returns to how many
 */
export async function oweRecommendationsAround(ctx: JobContext, userIds: string[]): Promise<number> {
  authorize(ctx, "refresh:recommendation:any");
  const known = (id: string) => sql`cross join lateral (
    select other_id, count(*) over () as degree from (
      (select high_id as other_id from connections
        where low_id = ${sql.raw(id)} and state = 'connected' limit ${HUB + 1})
      union all
      (select low_id from connections
        where high_id = ${sql.raw(id)} and state = 'connected' limit ${HUB + 1})) both_sides
    ) step where step.degree <= ${HUB}`;
  const { rows } = await ctx.db.execute(sql`
    with changed as materialized (
        select value::uuid as id from jsonb_array_elements_text(${JSON.stringify(userIds)}::jsonb)),
      friends as materialized (select distinct step.other_id as id from changed ${known("changed.id")}),
      further as (
        select step.other_id as id from (select id from friends limit ${MAX_FRIENDS}) friend ${known("friend.id")})
    select p.user_id as id from profiles p
    where p.user_id in (select id from changed union select id from friends union select id from further)
      and p.onboarded_at is not null and p.last_active_at > ${new Date(ctx.now().getTime() - ACTIVE_WITHIN_MS).toISOString()}::timestamptz
      -- one that is being worked on may have read the old state
      and not exists (select 1 from outbox o where o.sent_at is null and o.done_at is null
        and o.kind = 'graph.refresh-recommendations' and o.payload ->> 'userId' = p.user_id::text)
    order by p.last_active_at desc, p.user_id limit ${MAX_OWED}`);
  const owed = z.array(z.object({ id: z.string() })).parse(rows);
  if (owed.length === 0) return 0;
  const jobs = owed.map(({ id: userId }) => ({ kind: "graph.refresh-recommendations" as const, userId }));
  await ctx.db.execute(outboxInsert(ctx, jobs, sql``));
  return owed.length;
}
