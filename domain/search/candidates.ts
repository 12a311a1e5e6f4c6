import { type SQL, sql } from "drizzle-orm";
import { type Asked, passes } from "./filters.ts";
import { nearestCandidates } from "./nearest-candidates.ts";
import type { AskedNeed } from "./need.ts";

/** People that each way of finding contributes at most. */
const CANDIDATES = 200;
/** Queries of so many words at most may be a person's name, which is found from this trigram similarity on (0 to 1). */
const NAME_WORDS = 4;
const LIKE_NAME = 0.6;
/** A word that more profiles than this share holds finds nobody by itself. */
const RARE = 0.02;

/**
 * Common table expression `candidates (user_id)`: who passes the filters and is near in meaning, holds a rare word,
 * offers an asked skill, or is called so. Needs `understood` and `lexemes`.
 */
export function candidates(asked: Asked & AskedNeed, meant: string | null): SQL {
  const { typed, vector } = asked;
  const near = { vector: vector ?? [], model: asked.model, condition: passes(asked), limit: CANDIDATES };
  return sql`${vector ? sql`${sql.join(nearestCandidates(near), sql`, `)},` : sql``}
    rare as materialized (
      select string_agg(stem::text, ' | ')::tsquery as words
      from lexemes where freq <= ${vector ? RARE : 1}),
    worded as materialized (
      select p.user_id from profiles p cross join rare
      where p.search @@ rare.words and ${passes(asked)}
      order by ts_rank(p.search, rare.words) desc, p.user_id limit ${CANDIDATES}),
    skilled as materialized (
      -- offsets: whoever offers them is looked up one by one; the planner takes them for many, and would read everybody
      select found.user_id from (select distinct profile_id from profile_skills where kind = 'offers'
        and skill_slug = any(array(select slug from understood union select ${meant}::text)) offset 0) offering
      cross join lateral (select p.user_id, p.last_active_at from profiles p
        where p.user_id = offering.profile_id and ${passes(asked)} offset 0) found
      order by found.last_active_at desc, found.user_id limit ${CANDIDATES}),
    named as materialized (
      select p.user_id from users u join profiles p on p.user_id = u.id
      where ${mayBeName(typed)} and ${typed} <<% u.name and ${likeness(typed)} > 0 and ${passes(asked)}
      order by ${likeness(typed)} desc, p.user_id limit ${CANDIDATES}),
    candidates as (
      ${vector ? sql`select user_id from near union` : sql``} select user_id from worded
      union select user_id from skilled union select user_id from named)`;
}

/** How like the name of `u` the query is: 0 where it isn't. */
export const likeness = (typed: string): SQL => sql`(case when ${mayBeName(typed)}
  and strict_word_similarity(${typed}, u.name) >= ${LIKE_NAME} then strict_word_similarity(${typed}, u.name) else 0 end)`;

const mayBeName = (typed: string): boolean => typed.split(" ").length <= NAME_WORDS;
