import { type SQL, sql } from "drizzle-orm";
import { aboveAll } from "../reviews/rating.ts";
import { levelFits, zoneFits } from "./asked-fits.ts";
import { likeness } from "./candidates.ts";
import { textArray } from "./filters.ts";
import { commonHours } from "./hours-in-common.ts";
import type { AskedNeed } from "./need.ts";

/**
 * What a score is made of, in its own order. The first eight say how well the mentor fits the need, the others how
 * well the two could meet, and how others did; each is 0 where it doesn't apply, so a score is their sum.
 */
export const scoreParts = [
  "meaning",
  "words",
  "skill",
  "meant",
  "language",
  "level",
  "zone",
  "name",
  "closeness",
  "hours",
  "activity",
  "place",
  "rating",
] as const;
export type ScorePart = (typeof scoreParts)[number];

/** The most that each part after the meaning (a cosine) can add. */
const MOST = {
  words: 0.12,
  skill: 0.05,
  /** As much as the words that would have said it. Chosen, not measured: that takes a language model. */
  meant: 0.12,
  language: 0.03,
  level: 0.03,
  zone: 0.03,
  closeness: 0.04,
  hours: 0.015,
  activity: 0.015,
  place: 0.015,
  /** Either way: a mentor below the mean of all loses as much. */
  rating: 0.015,
};
const most = (part: keyof typeof MOST): SQL => sql.raw(String(MOST[part]));
/** Stars above or below the mean of all at which the rating counts in full. */
const RATING_STARS = 0.5;
/** Days after which somebody's last visit counts for 1/e of it. */
const ACTIVITY_DAYS = 45;

/** Common table expression `lexemes (stem, word, freq, idf)`: the query's stems, and how telling each is. */
export const lexemes = (text: string): SQL =>
  // how common a word is comes from the planner's statistics: no count of its own, at any size
  sql`lexemes as materialized (
    select ('''' || replace(replace(lexeme, '\\', '\\\\'), '''', '''''') || '''')::tsquery as stem,
      word, coalesce(freq, 0) as freq, ln(1 + 1 / greatest(coalesce(freq, 0), 0.002)) as idf
    from (select lexeme, min(word) as word from unnest(string_to_array(${text}, ' ')) word
      cross join lateral unnest(tsvector_to_array(to_tsvector('english', word))) lexeme group by lexeme) asked
    left join (select elem, freq from pg_stats
      cross join lateral unnest(most_common_elems::text::text[], most_common_elem_freqs) u (elem, freq)
      where schemaname = 'public' and tablename = 'profiles' and attname = 'search') stats
    on stats.elem = lexeme)`;

/**
 * Common table expression `scored`: how well each of `candidates` fits the need, part by part, and `relevance`, their
 * sum. relevance = cos(need, profile) + 0.12·coverage² + 0.05·(share of the asked skills offered, or offers the meant
 * one) + 0.12·(share of the skills offered that a language model read) + 0.03·(speaks an asked language) + 0.03·(as far along as asked) + 0.03·(near the asked clock) + (likeness of the name). Coverage is the share, weighed by idf, of the need's
 * words that the profile holds: words win when they are rare and there, and are silent otherwise.
 */
export function scored(need: AskedNeed & { now: Date }, meant: string | null): SQL {
  const { typed, languages, vector, model } = need;
  const cosine = vector
    ? sql`coalesce((select 1 - (e.vector <=> ${JSON.stringify(vector)}::halfvec(384)) from profile_embeddings e
        where e.profile_id = p.user_id and e.model = ${model} and e.part = 'profile'), 0)`
    : sql`0`;
  return sql`scored as materialized (
    select *, meaning + words + skill + meant + language + level + zone + name as relevance from (
      select p.user_id, (${cosine})::float8 as meaning,
        (${most("words")} * power(coalesce((select sum(idf) filter (where p.search @@ stem) / sum(idf)
          from lexemes), 0), 2))::float8 as words,
        (${most("skill")} * greatest(${offeredOf("said")}, (${offers(sql`${meant}::text`)})::int))::float8 as skill,
        (${most("meant")} * coalesce(${offeredOf("meant")}, 0))::float8 as meant,
        (${most("language")} * (p.languages && ${textArray(languages)})::int)::float8 as language,
        (${most("level")} * (${levelFits(need.level)})::int)::float8 as level,
        (${most("zone")} * (${zoneFits(need.zone, need.now)})::int)::float8 as zone,
        ${likeness(typed)}::float8 as name
      from candidates join profiles p using (user_id) join users u on u.id = p.user_id
      -- offset: else each part is worked out twice, for itself and for the sum
      offset 0) parts)`;
}

/** JSON of the query's words that the profile `p` holds, the most telling first. Needs `lexemes`. */
export const heldWords: SQL = sql`(select json_agg(word order by idf desc, word) from lexemes
  where p.search @@ stem)`;

/**
 * How well the two could meet, as columns on `p`: how close they are (`circle`), an hour in common (`reader_hours`),
 * when the mentor was here last, and a free place; and how far their shrunk rating is from the mean of all, which is 0
 * without reviews: whoever is new neither gains nor loses.
 */
export function meeting({ readerId, now }: { readerId: string | null; now: Date }): SQL {
  const inCommon = readerId ? sql`exists (${commonHours(now, "p")})::int` : sql`0`;
  return sql`
    (${most("closeness")} * coalesce((select case degree when 1 then 1 else least(1, closeness) end
      from circle where circle.user_id = p.user_id), 0))::float8 as closeness,
    (${most("hours")} * ${inCommon})::float8 as hours,
    (${most("activity")} * exp(-greatest(0, extract(epoch from ${now.toISOString()}::timestamptz - p.last_active_at))
      / ${sql.raw(String(ACTIVITY_DAYS * 86_400))}))::float8 as activity,
    (${most("place")} * (p.active_mentees < p.capacity)::int)::float8 as place,
    (${most("rating")} * least(1, greatest(-1, ${aboveAll("p")} / ${sql.raw(String(RATING_STARS))})))::float8 as rating`;
}

/** Share of the skills that were said, or that were meant, which `p` offers. */
const offeredOf = (which: "said" | "meant"): SQL => sql`(select avg((${offers(sql`u.slug`)})::int)
  from understood u where (u.matched is not null) = ${sql.raw(String(which === "said"))})`;

function offers(slug: SQL): SQL {
  return sql`exists (select 1 from profile_skills ps where ps.profile_id = p.user_id and ps.kind = 'offers'
    and ps.skill_slug = ${slug})`;
}
