import { type SQL, sql } from "drizzle-orm";
import { visibleTo } from "../profiles/visible-to.ts";
import { meanOf } from "../reviews/rating.ts";
import { commonHoursAtLeast } from "./hours-in-common.ts";
import { type SearchFilters, skillLevels } from "./schema.ts";

/** Who asks, when, and what must hold of everybody who is shown. */
export interface Asked {
  readerId: string | null;
  now: Date;
  filters: SearchFilters;
  /** Only mentors who became findable after the one and up to the other: what a watched search asks for. */
  findableSince?: { after: Date; upTo: Date };
}

export type FilterName =
  | "languages"
  | "hours"
  | "place"
  | "skills"
  | "clusters"
  | "level"
  | "degrees"
  | "active"
  | "rating"
  | "verified";

/** A condition on `p`: the hard filters, which nobody passes by being a good match. `degrees` needs `circle`. */
export function passes(asked: Asked): SQL {
  return sql.join([mayBeFound(asked), ...Object.values(conditions(asked))], sql` and `);
}

/** A condition on `p`, whatever the filters: a mentor whom the reader may see and who takes people at all. */
export function mayBeFound({ readerId, now, filters, findableSince }: Asked): SQL {
  const back = new Date(now.getTime() + filters.withinWeeks * 7 * DAY_MS).toISOString();
  return sql`p.is_mentor and ${visibleTo(readerId, "p")}
    and (p.paused_until is null or p.paused_until <= ${back}::timestamptz)
    ${readerId ? sql`and p.user_id <> ${readerId}::uuid` : sql``}
    ${findableSince ? sql`and ${became(findableSince)}` : sql``}`;
}

/** One condition on `p` for each filter that is set. */
export function conditions({ readerId, now, filters }: Asked): Partial<Record<FilterName, SQL>> {
  const { languages, skills, clusters, level, degrees, minOverlapHours, activeWithinDays } = filters;
  const since = new Date(now.getTime() - activeWithinDays * DAY_MS).toISOString();
  return {
    ...(filters.hasPlace && { place: sql`p.active_mentees < p.capacity` }),
    ...(languages.length > 0 && { languages: sql`p.languages && ${textArray(languages)}` }),
    ...(skills.length > 0 && { skills: offersSome(filters) }),
    ...(clusters.length > 0 && {
      clusters: sql`exists (select 1 from profile_skills ps join skills s on s.slug = ps.skill_slug
        where ps.profile_id = p.user_id and ps.kind = 'offers' and s.cluster_slug = any(${textArray(clusters)}))`,
    }),
    ...(level && {
      level: sql`exists (select 1 from profile_skills ps where ps.profile_id = p.user_id and ps.kind = 'offers'
        and ps.level = any(${textArray(skillLevels.slice(skillLevels.indexOf(level)))})
        ${skills.length > 0 ? sql`and ps.skill_slug = any(${textArray(skills)})` : sql``})`,
    }),
    ...(readerId && degrees.length > 0 && { degrees: atDegrees(degrees) }),
    ...(readerId && minOverlapHours > 0 && { hours: commonHoursAtLeast(minOverlapHours, now, "p") }),
    ...(activeWithinDays > 0 && { active: sql`p.last_active_at >= ${since}::timestamptz` }),
    ...(filters.minRating > 0 && {
      rating: sql`coalesce(${meanOf("p")} >= ${filters.minRating}::numeric, false)`,
    }),
    ...(filters.verified && { verified: sql`p.verified_at is not null` }),
  };
}

const DAY_MS = 86_400_000;

function offersSome({ skills, allSkills }: SearchFilters): SQL {
  const offered = sql`from profile_skills ps where ps.profile_id = p.user_id and ps.kind = 'offers'
    and ps.skill_slug = any(${textArray(skills)})`;
  return allSkills
    ? sql`(select count(*) ${offered}) = ${new Set(skills).size}`
    : sql`exists (select 1 ${offered})`;
}

function atDegrees(degrees: SearchFilters["degrees"]): SQL {
  const near = degrees.filter((degree) => degree < 3);
  return degrees.includes(3)
    ? sql`p.user_id not in (select user_id from circle where degree <> all(${sql.raw(`'{${near.join(",")}}'::int[]`)}))`
    : sql`p.user_id in (select user_id from circle where degree = any(${sql.raw(`'{${near.join(",")}}'::int[]`)}))`;
}

const became = ({ after, upTo }: NonNullable<Asked["findableSince"]>): SQL =>
  sql`p.findable_since > ${after.toISOString()}::timestamptz and p.findable_since <= ${upTo.toISOString()}::timestamptz`;

/** A `text[]` of them. */
export function textArray(values: readonly string[]): SQL {
  return sql`array(select jsonb_array_elements_text(${JSON.stringify(values)}::jsonb))`;
}
