import { sql } from "drizzle-orm";
import { z } from "zod";
import type { ReadContext } from "../context.ts";
import { authorize } from "../permissions.ts";
import { mayBeFound } from "../search/filters.ts";
import { noFilters } from "../search/schema.ts";
import { type SkillSuggestion, skillSuggestionSchema, suggestInputSchema } from "./schema.ts";

const LIMIT = 8;
/** Counting stops here, so that it costs the same however many mentors there are. */
const MAX_COUNTED = 100;
/** Trigram similarity (pg_trgm, 0 to 1) from which a word counts as a typo of another. */
const TYPO = 0.4;

/**
 * Skills for what is being typed: first names and aliases that start with it, then those in which a word does,
 * then those that are nearly spelt so. A person's own proposals are among them.
 * A text that is empty or too long for any skill has no suggestions.
 */
export async function suggestSkills(
  ctx: ReadContext,
  input: z.input<typeof suggestInputSchema>,
): Promise<SkillSuggestion[]> {
  authorize(ctx, "read:skill:any");
  const parsed = suggestInputSchema.safeParse(input);
  const text = parsed.success ? parsed.data.text.toLowerCase() : "";
  if (text === "") return [];
  return toSkillSuggestions(await skillSuggestionsQuery(ctx, text));
}

/** The query behind it, for what asks more in the same round trip. @param text trimmed, in lower case, not empty */
export function skillSuggestionsQuery(ctx: ReadContext, text: string) {
  const personId = ctx.actor.kind === "user" ? ctx.actor.id : null;
  const asked = { readerId: personId, now: ctx.now(), filters: noFilters };

  // tier 0 the very term, 1 a prefix, 2 the prefix of a word; 3 nearly that word, looked for only if the others are few
  return ctx.db.execute(sql`
    with terms as materialized (
      select slug, name as term, lower(name) as spelt, null as alias from skills
      where status = 'approved' or proposed_by = ${personId}::uuid
      union all
      select slug, alias, lower(alias), alias from skills, unnest(aliases) as alias
      where status = 'approved' or proposed_by = ${personId}::uuid
    ), sure as materialized (
      select * from (select slug, alias, term, 1.0 as closeness, case
          when spelt = ${text} then 0
          when starts_with(spelt, ${text}) then 1
          when strpos(' ' || regexp_replace(spelt, '[^[:alnum:]+#.]+', ' ', 'g'), ' ' || ${text}) > 0 then 2
        end as tier from terms) graded
      where tier is not null
    ), near as (
      select slug, alias, term, closeness, 3 as tier
      from (select *, strict_word_similarity(${text}, spelt) as closeness from terms
        where length(${text}) >= 4 and (select count(distinct slug) from sure) < ${LIMIT}) measured
      where closeness >= ${TYPO}
    ), best as (
      select distinct on (slug) slug, alias, tier, closeness, length(term) as size
      from (select * from sure union all select slug, alias, term, closeness, tier from near) found
      order by slug, tier, alias is not null, closeness desc, length(term)
    ), chosen as (
      select * from best order by tier, alias is not null, closeness desc, size, slug limit ${LIMIT}
    )
    select s.slug, s.name, c.name as cluster, chosen.alias, s.status = 'proposed' as proposed,
      (select count(*)::int from (select 1 from profile_skills ps join profiles p on p.user_id = ps.profile_id
        where ps.skill_slug = s.slug and ps.kind = 'offers' and ${mayBeFound(asked)} limit ${MAX_COUNTED}) counted) as mentors
    from chosen join skills s on s.slug = chosen.slug left join clusters c on c.slug = s.cluster_slug
    order by chosen.tier, chosen.alias is not null, chosen.closeness desc, chosen.size, s.slug`);
}

export const toSkillSuggestions = ({ rows }: { rows: unknown[] }): SkillSuggestion[] =>
  z.array(skillSuggestionSchema).parse(rows);
