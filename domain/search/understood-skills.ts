import { type SQL, sql } from "drizzle-orm";
import { textArray } from "./filters.ts";
import type { Gram } from "./read-query.ts";

interface ReadSkills {
  grams: Gram[];
  /** Slugs, names or aliases that a language model gave, in lower case. */
  names: string[];
  /** Slugs that the person took away. */
  ignored: string[];
}

/**
 * Common table expression `understood (slug, name, matched, first)`: skills whose name or alias stands in the query; a
 * longer one hides those inside it. Then, with `matched` null, the skills of the taxonomy that are meant and not said.
 */
export function understoodSkills({ grams, names, ignored }: ReadSkills): SQL {
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
    said as materialized (
      select distinct on (h.slug) h.slug, h.name, h.matched, h.first
      from hits h
      where not exists (select 1 from hits longer where longer.first <= h.first and longer.last >= h.last
        and longer.last - longer.first > h.last - h.first)
      order by h.slug, h.first),
    understood as materialized (
      select * from said
      union all
      select s.slug, s.name, null::text, (10000 + min(meant.place))::int
      from jsonb_array_elements_text(${JSON.stringify(names)}::jsonb) with ordinality meant (name, place)
      join skills s on s.slug = meant.name or skill_labels(s.name, s.aliases) && array[meant.name]
      where s.status = 'approved' and s.slug <> all(${textArray(ignored)})
        and s.slug not in (select slug from said)
      group by s.slug, s.name)`;
}
