import { type SQL, sql } from "drizzle-orm";
import { levelFits, zoneFits } from "./asked-fits.ts";
import { type Asked, passes, textArray } from "./filters.ts";
import { nearestCandidates, nearestCandidatesSettings } from "./nearest-candidates.ts";
import type { Gram } from "./read-query.ts";
import type { Understood } from "./schema.ts";

export interface Ranking extends Asked {
  text: string;
  /** The text before its spelling was put right: mentors are found by name, too. */
  typed: string;
  grams: Gram[];
  /** A skill that the need means without naming it: it counts as an asked one. */
  meantSkill: string | null;
  /** Codes that the words ask for. */
  languages: string[];
  /** How far along, and near which clock, the words ask the mentor to be. */
  level: Understood["level"];
  zone: Understood["zone"];
  /** The query's vector, or null where only words can be compared. */
  vector: number[] | null;
  /** Space of the vector. */
  model: string;
  limit: number;
  offset: number;
}

/** People that each way of finding contributes at most. */
const CANDIDATES = 200;
/**
 * Of the best score: what scores less is not near in any sense, only less far than the rest. A perfect match does
 * not hide what is merely good: the best counts as `GOOD` at most. The best itself always stays, also below zero.
 */
const NEAREST_SHARE = 0.4;
const GOOD = 0.7;
/** Queries of so many words at most may be a person's name, which is found from this trigram similarity on (0 to 1). */
const NAME_WORDS = 4;
const LIKE_NAME = 0.6;
/** A word that more profiles than this share holds finds nobody by itself. */
const RARE = 0.02;

/**
 * Common table expressions `understood (slug, name, matched)`, `found (user_id, score)` and
 * `ranked (user_id, position, score)`: everybody who was found, and one page of them, best first.
 *
 * score = cos(need, profile) + 0.12·coverage² + 0.05·(share of the asked skills offered, or offers the meant one)
 * + (likeness of the name) + 0.03·(speaks an asked language) + 0.03·(as far along as asked)
 * + 0.03·(near the asked clock). Coverage is the share, weighed by idf, of the need's words that the profile
 * holds: words win when they are rare and there, and are silent otherwise.
 */
export function rankMentors(ranking: Ranking): SQL {
  const ctes = [understood(ranking), ...(ranking.text ? find(ranking) : browse(ranking))];
  return sql.join(ctes, sql`, `);
}

/** Goes before the statement in its transaction: filters then cost no candidates. */
export const rankingSettings: SQL = nearestCandidatesSettings;

/** Skills whose name or alias stands in the query; a longer one hides those inside it. */
export function understood({
  grams,
  filters,
}: Pick<Ranking, "grams"> & { filters: { ignored: string[] } }): SQL {
  return sql`grams as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(grams)}::jsonb)
        as g (first int, last int, text text, matched text)),
    hits as materialized (
      select s.slug, s.name, g.first, g.last, g.matched
      from skills s
      cross join lateral unnest(s.aliases || s.name) label
      join grams g on g.text = lower(label)
      where s.status = 'approved' and s.slug <> all(${textArray(filters.ignored)})),
    understood as materialized (
      select distinct on (h.slug) h.slug, h.name, h.matched, h.first
      from hits h
      where not exists (select 1 from hits longer where longer.first <= h.first and longer.last >= h.last
        and longer.last - longer.first > h.last - h.first)
      order by h.slug, h.first)`;
}

function find(ranking: Ranking): SQL[] {
  const { text, typed, languages, vector, model, limit, offset } = ranking;
  const meant = ranking.filters.ignored.includes(ranking.meantSkill ?? "") ? null : ranking.meantSkill;
  const isShort = typed.split(" ").length <= NAME_WORDS;
  const need = sql`${JSON.stringify(vector)}::halfvec(384)`;
  const cosine = vector
    ? sql`coalesce((select 1 - (e.vector <=> ${need}) from profile_embeddings e
        where e.profile_id = p.user_id and e.model = ${model} and e.part = 'profile'), 0)`
    : sql`0`;
  return [
    // how common a word is comes from the planner's statistics: no count of its own, at any size
    sql`lexemes as materialized (
      select lexeme, coalesce(freq, 0) as freq, ln(1 + 1 / greatest(coalesce(freq, 0), 0.002)) as idf
      from unnest(tsvector_to_array(to_tsvector('english', ${text}))) lexeme
      left join (select elem, freq from pg_stats
        cross join lateral unnest(most_common_elems::text::text[], most_common_elem_freqs) u (elem, freq)
        where schemaname = 'public' and tablename = 'profiles' and attname = 'search') stats
      on stats.elem = lexeme)`,
    ...(vector ? nearestCandidates({ vector, model, condition: passes(ranking), limit: CANDIDATES }) : []),
    sql`rare as materialized (
      select string_agg('''' || replace(replace(lexeme, '\\', '\\\\'), '''', '''''') || '''', ' | ')::tsquery as words
      from lexemes where freq <= ${vector ? RARE : 1})`,
    sql`worded as materialized (
      select p.user_id from profiles p cross join rare
      where p.search @@ rare.words and ${passes(ranking)}
      order by ts_rank(p.search, rare.words) desc, p.user_id limit ${CANDIDATES})`,
    sql`skilled as materialized (
      select p.user_id from profiles p
      where p.user_id in (select ps.profile_id from profile_skills ps where ps.kind = 'offers'
        and (ps.skill_slug = ${meant}::text or ps.skill_slug in (select slug from understood))) and ${passes(ranking)}
      order by p.last_active_at desc, p.user_id limit ${CANDIDATES})`,
    sql`named as materialized (
      select p.user_id, strict_word_similarity(${typed}, u.name) as likeness
      from users u join profiles p on p.user_id = u.id
      where ${isShort} and ${typed} <<% u.name and strict_word_similarity(${typed}, u.name) >= ${LIKE_NAME}
        and ${passes(ranking)}
      order by likeness desc, p.user_id limit ${CANDIDATES})`,
    sql`candidates as (
      ${vector ? sql`select user_id from near union` : sql``} select user_id from worded union select user_id from skilled
      union select user_id from named)`,
    sql`scored as materialized (
      select p.user_id, (${cosine} + 0.12 * power(coalesce((select sum(idf) filter (where lexeme = any(words.held)) / sum(idf) from lexemes), 0), 2)
        + 0.05 * greatest(
          (select avg((${offers(sql`u.slug`)})::int) from understood u), (${offers(sql`${meant}::text`)})::int)
        + coalesce((select likeness from named where named.user_id = p.user_id), 0)
        + 0.03 * (p.languages && ${textArray(languages)})::int
        + 0.03 * (${levelFits(ranking.level)})::int
        + 0.03 * (${zoneFits(ranking.zone, ranking.now)})::int)::float8 as score
      from candidates join profiles p using (user_id)
      cross join lateral (select tsvector_to_array(p.search) as held) words)`,
    sql`found as materialized (
      select * from scored where score >= (
        select least(max(score), ${NEAREST_SHARE} * least(max(score), ${GOOD})) from scored))`,
    sql`ranked as materialized (
      select user_id, score, row_number() over (order by score desc, user_id) as position
      from found order by score desc, user_id limit ${limit} offset ${offset})`,
  ];
}

/** Without words: who was here lately. */
function browse(ranking: Ranking): SQL[] {
  const { limit, offset } = ranking;
  return [
    // counted up to a bound: nobody turns a thousand pages
    sql`found as (select p.user_id from profiles p where ${passes(ranking)} limit 10000)`,
    sql`ranked as materialized (
      select p.user_id, 0::float8 as score, row_number() over (order by p.last_active_at desc, p.user_id) as position
      from profiles p where ${passes(ranking)}
      order by p.last_active_at desc, p.user_id limit ${limit} offset ${offset})`,
  ];
}

function offers(slug: SQL): SQL {
  return sql`exists (select 1 from profile_skills ps where ps.profile_id = p.user_id and ps.kind = 'offers'
    and ps.skill_slug = ${slug})`;
}
