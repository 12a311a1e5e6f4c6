import { type SQL, sql } from "drizzle-orm";
import { textArray } from "./filters.ts";
import type { Gram } from "./read-query.ts";

/**
 * Common table expression `understood (slug, name, matched, first)`: skills whose name or alias stands in the query; a
 * longer one hides those inside it.
 */
export function understoodSkills({ grams, ignored }: { grams: Gram[]; ignored: string[] }): SQL {
  return sql`grams as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(grams)}::jsonb)
        as g (first int, last int, text text, matched text)),
    hits as materialized (
      select s.slug, s.name, g.first, g.last, g.matched
      from skills s
      cross join lateral unnest(skill_labels(s.name, s.aliases)) label
      join grams g on g.text = label
      where skill_labels(s.name, s.aliases) && array(select text from grams)
        and s.status = 'approved' and s.slug <> all(${textArray(ignored)})),
    understood as materialized (
      select distinct on (h.slug) h.slug, h.name, h.matched, h.first
      from hits h
      where not exists (select 1 from hits longer where longer.first <= h.first and longer.last >= h.last
        and longer.last - longer.first > h.last - h.first)
      order by h.slug, h.first)`;
}
