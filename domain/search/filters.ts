import { type SQL, sql } from "drizzle-orm";
import { visibleTo } from "../profiles/visible-to.ts";
import { commonHoursAtLeast } from "./hours-in-common.ts";
import type { SearchFilters } from "./schema.ts";

/** Who asks, when, and what must hold of everybody who is shown. */
export interface Asked {
  readerId: string | null;
  now: Date;
  filters: SearchFilters;
}

/** A condition on `p`: the hard filters, which nobody passes by being a good match. */
export function passes({ readerId, now, filters }: Asked): SQL {
  const { languages, skills, hasPlace, minOverlapHours } = filters;
  const conditions = [
    sql`p.is_mentor`,
    visibleTo(readerId, "p"),
    ...(readerId ? [sql`p.user_id <> ${readerId}::uuid`] : []),
    ...(hasPlace ? [sql`p.active_mentees < p.capacity`] : []),
    ...(languages.length > 0 ? [sql`p.languages && ${textArray(languages)}`] : []),
    ...(skills.length > 0
      ? [
          sql`exists (select 1 from profile_skills ps where ps.profile_id = p.user_id and ps.kind = 'offers'
          and ps.skill_slug = any(${textArray(skills)}))`,
        ]
      : []),
    ...(minOverlapHours > 0 && readerId ? [commonHoursAtLeast(minOverlapHours, now, "p")] : []),
  ];
  return sql.join(conditions, sql` and `);
}

/** A `text[]` of them. */
export function textArray(values: string[]): SQL {
  return sql`array(select jsonb_array_elements_text(${JSON.stringify(values)}::jsonb))`;
}
