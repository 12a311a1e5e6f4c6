import { type SQL, sql } from "drizzle-orm";
import { freeFromOf } from "../profiles/load-profile-row.ts";
import { candidates } from "./candidates.ts";
import { type Asked, passes } from "./filters.ts";
import { commonHours } from "./hours-in-common.ts";
import type { AskedNeed } from "./need.ts";
import { RANKED, type SearchInput } from "./schema.ts";
import { lexemes, meeting, scored } from "./score.ts";
import { understoodSkills } from "./understood-skills.ts";

export interface Ranking extends Asked, AskedNeed {
  sort: SearchInput["sort"];
}

/**
 * Of the best score: what scores less is not near in any sense, only less far than the rest. A perfect match does
 * not hide what is merely good: the best counts as `GOOD` at most. The best itself always stays, also below zero.
 */
const NEAREST_SHARE = 0.4;
const GOOD = 0.7;

/**
 * Common table expressions `understood (slug, name, matched)`, `found (user_id, relevance, sure, words)`, who fits at all
 * (`sure`: without the skills that a language model read), and
 * `fresh (user_id, position, score)`, the best of them in the order asked for. Needs `readerTables` and `circle`.
 */
export function rankMentors(ranking: Ranking): SQL {
  const { grams, names, filters } = ranking;
  const understood = understoodSkills({ grams, names, ignored: filters.ignored });
  return sql`${understood}, ${ranking.text ? fitting(ranking) : recent(ranking)},
    best as materialized (
      select user_id, relevance from found order by relevance desc, last_active_at desc, user_id limit ${RANKED}),
    fresh as materialized (
      select user_id, row_number() over (order by ${inOrder(ranking)}) as position, score
      from (select *, relevance + closeness + hours + activity + place + rating as score from (
        select p.user_id, p.last_active_at, best.relevance, p.active_mentees < p.capacity as free, p.paused_until,
          ${freeFromOf("p", ranking.now)} as free_from,
          ${meeting(ranking)}, ${ranking.sort === "soonest" ? nextHour(ranking) : sql`null::timestamptz`} as next_hour
        from best join profiles p using (user_id)) parts) ranked)`;
}

/** The meant skill, unless the person took it away. */
const meantSkill = ({ meantSkill, filters }: Ranking): string | null =>
  filters.ignored.includes(meantSkill ?? "") ? null : meantSkill;

function fitting(ranking: Ranking): SQL {
  const meant = meantSkill(ranking);
  return sql`${lexemes(ranking.text)}, ${candidates(ranking, meant)}, ${scored(ranking, meant)},
    found as materialized (
      select scored.user_id, relevance, relevance - meant as sure, words, p.last_active_at from scored join profiles p using (user_id)
      where relevance >= (
        select least(max(relevance), ${NEAREST_SHARE} * least(max(relevance), ${GOOD})) from scored))`;
}

/** Without words: who was here lately, and, where the closest are asked for, whom the reader knows. */
function recent(ranking: Ranking): SQL {
  const closest = sql`union select p.user_id, 0::float8, 0::float8, 0::float8, p.last_active_at from circle join profiles p using (user_id)
    where ${passes(ranking)}`;
  return sql`found as materialized (
    (select p.user_id, 0::float8 as relevance, 0::float8 as sure, 0::float8 as words, p.last_active_at from profiles p where ${passes(ranking)}
      order by p.last_active_at desc, p.user_id limit ${RANKED + 1})
    ${ranking.sort === "closest" && ranking.readerId ? closest : sql``})`;
}

function inOrder({ sort, text }: Ranking): SQL {
  const best = text ? sql`score desc, user_id` : sql`last_active_at desc, user_id`;
  if (sort === "closest")
    return sql`coalesce((select degree from circle where circle.user_id = ranked.user_id), 3), ${best}`;
  if (sort === "soonest")
    return sql`free desc, case when not free then free_from end asc nulls last, greatest(paused_until, next_hour) asc nulls last, ${best}`;
  return best;
}

/** When the two could first meet; for a stranger, in the usual working day. */
const nextHour = ({
  now,
}: Ranking): SQL => sql`(select min(greatest(lower(span), ${now.toISOString()}::timestamptz))
  from (${commonHours(now, "p")}) common where upper(span) > ${now.toISOString()}::timestamptz)`;

/** More than one ranking holds were found. */
export const moreFound = sql`(select count(*) > ${RANKED} from found)`;
