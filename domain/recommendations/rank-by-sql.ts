import { type SQL, sql } from "drizzle-orm";
import { knownTo } from "../search/circle.ts";
import { passes } from "../search/filters.ts";
import type { Reader } from "../search/mentor-cards.ts";
import { noFilters } from "../search/schema.ts";

/** The caps of each hop, so that one hub's or one skill's size never becomes the reader's waiting time. */
const MAX_FRIENDS = 150;
const MAX_PER_FRIEND = 100;
const MAX_PER_SKILL = 200;
const MAX_FRESH = 30;

/**
 * Someone the reader may be introduced to: on `p`, visible, with a free place, nothing open between the two, and not
 * marked as not for the reader.
 */
export function mayRecommend({ userId, now }: Reader): SQL {
  return sql`${passes({ readerId: userId, now, filters: noFilters })}
    and not exists (select 1 from mentorships m where m.mentor_id = p.user_id and m.mentee_id = ${userId}::uuid
      and m.state in ('pending', 'waiting', 'active'))
    and not exists (select 1 from mentor_marks k where k.user_id = ${userId}::uuid and k.mentor_id = p.user_id
      and k.kind = 'not_interested')`;
}

/**
 * Common table expression `by_sql (user_id, score)`: what the graph would say, in two bounded steps. Needs `mine` and
 * `sought` of `readerTables`. Friends of friends count by Adamic and Adar (1 / ln of the friend's degree), sought
 * skills by level, skills of the same cluster a third; who was here lately comes last, for newcomers.
 */
export function rankBySql(reader: Reader): SQL {
  return sql`by_sql as materialized (
    select user_id, sum(score)::float8 as score from (
      select step.user_id, 0.8 * least(1, sum(1 / ln(1 + greatest(step.known, 2)))) as score
      from (select other_id from mine limit ${MAX_FRIENDS}) friend
      cross join lateral (${knownTo(sql`friend.other_id`, MAX_PER_FRIEND)}) step
      group by step.user_id
      union all
      select offer.profile_id, sum(case offer.level when 'expert' then 1 when 'advanced' then 0.9 else 0.75 end)
      from sought cross join lateral (
        select profile_id, level from profile_skills
        where skill_slug = sought.slug and kind = 'offers' limit ${MAX_PER_SKILL}) offer
      group by offer.profile_id
      union all
      select near.profile_id, 0.3 from (select distinct cluster from sought) c cross join lateral (
        select distinct profile_id from (
          select ps.profile_id from skills s join profile_skills ps on ps.skill_slug = s.slug and ps.kind = 'offers'
          where s.cluster_slug = c.cluster limit ${MAX_PER_SKILL}) holders) near
      union all
      (select p.user_id, 0.01 from profiles p where ${mayRecommend(reader)}
        order by p.last_active_at desc, p.user_id limit ${MAX_FRESH})
    ) scores group by user_id)`;
}
