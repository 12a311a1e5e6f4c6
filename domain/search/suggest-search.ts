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
/** Trigram similarity (0 to 1) from which what was typed counts as a name with a slip in it. */
const LIKE_NAME = 0.5;

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

function peopleQuery(ctx: ReadContext, text: string) {
  const readerId = ctx.actor.kind === "user" ? ctx.actor.id : null;
  const found = mayBeFound({ readerId, now: ctx.now(), filters: noFilters });
  const begins = sql`strpos(' ' || lower(u.name), ' ' || ${text}) > 0`;
  const like = sql`strict_word_similarity(${text}, lower(u.name))`;
  return ctx.db.execute(sql`
    select u.id as "userId", u.name, p.headline from users u join profiles p on p.user_id = u.id
    where (${begins} or (length(${text}) >= 4 and ${like} >= ${LIKE_NAME})) and ${found}
    order by ${begins} desc, ${like} desc, p.last_active_at desc, u.id limit ${PEOPLE}`);
}
