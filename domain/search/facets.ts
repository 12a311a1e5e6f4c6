import { type SQL, sql } from "drizzle-orm";
import { meanOf } from "../reviews/rating.ts";
import { type Asked, conditions, type FilterName, mayBeFound, textArray } from "./filters.ts";
import { commonHours } from "./hours-in-common.ts";
import { activeWithin, leastRatings, skillLevels } from "./schema.ts";

/** Up to so many people are counted one by one; of more, a sample of about `SAMPLED`. */
const COUNTED = 10_000;
const SAMPLED = 4_000;
const MAX_OPTIONS = 40;
const MAX_SKILLS = 12;
const SOON_WEEKS = 12;

/**
 * Common table expressions behind `facetsJson`: `pool`, a row for each mentor who may be found at all, with one column
 * for each filter that is set; `offered`, the same for each skill that one offers. Needs `circle`, and `reader_hours`.
 */
export function facetTables(asked: Asked): SQL {
  const set = Object.entries(conditions(asked));
  // whoever pauses is counted as such; the other filters leave them out
  const anytime = { ...asked, filters: { ...asked.filters, withinWeeks: SOON_WEEKS } };
  const back = new Date(asked.now.getTime() + asked.filters.withinWeeks * 7 * 86_400_000).toISOString();
  return sql`counted as materialized (
      select case when reltuples <= ${COUNTED} then 1 else ${SAMPLED} / reltuples end as share from pg_class where oid = 'profiles'::regclass),
    pool as materialized (
      select p.user_id, p.languages, p.last_active_at, p.verified_at is not null as is_verified, ${meanOf("p")} as mean,
        p.active_mentees < p.capacity as is_free, coalesce(circle.degree, 3) as degree,
        p.paused_until is null or p.paused_until <= ${back}::timestamptz as is_here,
        coalesce(p.paused_until > ${asked.now.toISOString()}::timestamptz, false) as is_paused
        ${sql.join(
          set.map(([name, condition]) => sql`, (${condition}) as ${column(name)}`),
          sql``,
        )}
      from profiles p tablesample system ((select share * 100 from counted))
      left join circle on circle.user_id = p.user_id
      where ${mayBeFound(anytime)}),
    offered as materialized (
      select pool.*, ps.skill_slug as slug, ps.level, s.name, s.cluster_slug from pool
      -- offset: looked up for each, where a join would read what everybody offers
      cross join lateral (select skill_slug, level from profile_skills
        where profile_id = pool.user_id and kind = 'offers' offset 0) ps
      join skills s on s.slug = ps.skill_slug)`;
}

const column = (name: string) => sql.identifier(`passes_${name}`);

/** JSON of `facetsSchema`. */
export function facetsJson(asked: Asked): SQL {
  const set = Object.keys(conditions(asked)) as FilterName[];
  /** Condition on `pool` or `offered`: all the set filters but the facet's own. */
  const others = (...own: FilterName[]) =>
    sql.join([sql`is_here`, ...set.filter((name) => !own.includes(name)).map(column)], sql` and `);
  const count = sql`(round(count(*) / (select share from counted)))::int`;
  const options = (rows: SQL) =>
    sql`(select coalesce(json_agg(json_build_object('value', value, 'name', name, 'count', count)
      order by place, count desc, name), '[]') from (${rows}) options where count > 0)`;
  const people = sql`(round(count(distinct user_id) / (select share from counted)))::int`;
  const { skills } = asked.filters;
  const ofSkills = skills.length > 0 ? sql`and slug = any(${textArray(skills)})` : sql``;
  const now = asked.now.toISOString();
  const one = (condition: SQL, ...own: FilterName[]) =>
    sql`(select ${count} from pool where ${others(...own)} and ${condition})`;
  return sql`json_build_object(
    'approximate', (select share < 1 from counted),
    'languages', ${options(sql`select code as value, code as name, ${count} as count, 0 as place
      from pool cross join lateral unnest(pool.languages) code where ${others("languages")}
      group by code order by count desc limit ${MAX_OPTIONS}`)},
    'skills', ${options(sql`select slug as value, name, ${count} as count, 0 as place from offered where ${others("skills")}
      group by slug, name order by count desc, name limit ${MAX_SKILLS}`)},
    'clusters', ${options(sql`select c.slug as value, c.name, ${people} as count, 0 as place
      from offered join clusters c on c.slug = cluster_slug where ${others("clusters")}
      group by c.slug, c.name limit ${MAX_OPTIONS}`)},
    'levels', ${options(sql`select wanted.level as value, wanted.level as name, ${count} as count, wanted.place
      from unnest(${textArray(skillLevels)}) with ordinality wanted (level, place)
      join (select max(array_position(${textArray(skillLevels)}, level)) as highest from offered
        where ${others("level")} ${ofSkills} group by user_id) person on person.highest >= wanted.place
      group by wanted.level, wanted.place`)},
    'degrees', ${options(sql`select degree::text as value, degree::text as name, ${count} as count, degree as place
      from pool where ${others("degrees")} group by degree`)},
    'active', ${options(sql`select days::text as value, days::text as name, ${count} as count, days as place
      from unnest(${sql.raw(`'{${activeWithin.join(",")}}'::int[]`)}) days
      join pool on pool.last_active_at >= ${now}::timestamptz - make_interval(days => days)
      where ${others("active")} group by days`)},
    'ratings', ${options(sql`select least::text as value, least::text as name, ${count} as count, least as place
      from unnest(${sql.raw(`'{${leastRatings.join(",")}}'::numeric[]`)}) least join pool on pool.mean >= least
      where ${others("rating")} group by least`)},
    'verified', ${one(sql`pool.is_verified`, "verified")},
    'free', ${one(sql`pool.is_free`, "place")},
    'full', ${one(sql`not pool.is_free`, "place")},
    'soon', (select ${count} from pool where ${sql.join([sql`is_paused`, ...set.map(column)], sql` and `)}),
    'hours', ${
      asked.readerId
        ? sql`exists (select 1 from pool join profiles p using (user_id) where ${others("hours")} and exists (${commonHours(asked.now, "p")}))`
        : sql`false`
    })`;
}
