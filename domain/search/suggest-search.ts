import { sql } from "drizzle-orm";
import { z } from "zod";
import type { ReadContext } from "../context.ts";
import { authorize } from "../permissions.ts";
import { skillSuggestionsQuery, toSkillSuggestions } from "../skills/suggest-skills.ts";
import { mayBeFound } from "./filters.ts";
import {
  noFilters,
  personSuggestionSchema,
  type SearchSuggestions,
  suggestSearchInputSchema,
} from "./schema.ts";

const PEOPLE = 4;
const SKILLS = 5;
/** Letters from which a name is looked for: fewer are in every name. */
const SHORTEST = 2;
/** Letters from which a name with a slip in it is recognised. */
const SHORTEST_SLIP = 4;
/** Of the many whose names begin with two letters, so many are looked at. */
const MOST_COMPARED = 500;

/**
 * What somebody who types into the search may mean: skills and people, also with a slip in them. People are those
 * whom the reader may find: names that begin with it, or in which a word does, then those nearly spelt so.
 * One round trip. A text that is empty or too long for either has none.
 */
export async function suggestSearch(
  ctx: ReadContext,
  input: z.input<typeof suggestSearchInputSchema>,
): Promise<SearchSuggestions> {
  authorize(ctx, "read:mentor:any");
  const parsed = suggestSearchInputSchema.safeParse(input);
  const text = parsed.success ? parsed.data.text.toLowerCase() : "";
  if (text.length < SHORTEST) return { skills: [], people: [] };
  const [skills, people] = await ctx.db.batch([skillSuggestionsQuery(ctx, text), peopleQuery(ctx, text)]);
  return {
    skills: toSkillSuggestions(skills).slice(0, SKILLS),
    people: z.array(personSuggestionSchema).parse(people.rows),
  };
}

/** The condition is made of operators that the index of trigrams answers: `strpos` and functions read everybody. */
function peopleQuery(ctx: ReadContext, text: string) {
  const readerId = ctx.actor.kind === "user" ? ctx.actor.id : null;
  const found = mayBeFound({ readerId, now: ctx.now(), filters: noFilters });
  const pattern = `${text.replace(/[\\%_]/g, "\\$&")}%`;
  const begins = sql`(u.name ilike ${pattern} or u.name ilike ${`% ${pattern}`})`;
  // its threshold is the default of strict_word_similarity_threshold, .5
  const like = text.length >= SHORTEST_SLIP ? sql`${text} <<% u.name` : sql`false`;
  return ctx.db.execute(sql`
    select id as "userId", name, headline from (
      select u.id, u.name, p.headline, p.last_active_at, ${begins} as begins
      from users u join profiles p on p.user_id = u.id
      where (${begins} or ${like}) and ${found} limit ${MOST_COMPARED}) named
    order by begins desc, strict_word_similarity(${text}, name) desc, last_active_at desc, id limit ${PEOPLE}`);
}
