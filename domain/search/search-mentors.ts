import { sql } from "drizzle-orm";
import { z } from "zod";
import type { ReadContext } from "../context.ts";
import { parseInput } from "../parse-input.ts";
import { authorize } from "../permissions.ts";
import { type Need, readNeed, withoutIgnored } from "./embed-need.ts";
import { makeCard } from "./make-card.ts";
import {
  cardRowSchema,
  mentorCards,
  type Reader,
  readerJson,
  readerOf,
  readerRowSchema,
  readerTables,
} from "./mentor-cards.ts";
import { nearestWords } from "./nearest-words.ts";
import { type Ranking, rankingSettings, rankMentors } from "./rank-mentors.ts";
import { MENTORS_PER_PAGE, type SearchResult, searchInputSchema } from "./schema.ts";

const foundSchema = z.object({
  understood: z.array(z.object({ slug: z.string(), name: z.string(), matched: z.string().nullable() })),
  total: z.number(),
  reader: readerRowSchema.nullable(),
  cards: z.array(cardRowSchema),
});

/**
 * Mentors who can help with a need, told in the person's own words, the best fit first; without words, those who
 * were here lately. One round trip. Each card has one to four reasons that rows prove.
 * @throws DomainError `invalid_input`, `unavailable`
 */
export async function searchMentors(
  ctx: ReadContext,
  input: z.input<typeof searchInputSchema>,
): Promise<SearchResult> {
  authorize(ctx, "read:mentor:any");
  const { query, filters, page } = parseInput(searchInputSchema, input);
  const need = withoutIgnored(await readNeed(ctx, query), filters.ignored);
  const { languages, level, zone } = need;
  const reader = readerOf(ctx);

  const found = await load(ctx, reader, need, {
    readerId: reader.userId,
    now: reader.now,
    text: need.text,
    typed: need.typed,
    grams: need.grams,
    meantSkill: need.meantSkill,
    languages: languages.map(({ code }) => code),
    level,
    zone,
    model: ctx.embeddings.model,
    filters,
    limit: MENTORS_PER_PAGE,
    offset: (page - 1) * MENTORS_PER_PAGE,
  });
  const nearest = need.text ? await nearestWords(ctx.embeddings, need, found.cards) : [];
  const askedLanguages = [...filters.languages, ...languages.map(({ code }) => code)];
  return {
    understood: { skills: found.understood.map(asSaid), languages, level, zone },
    cards: found.cards.map((row, i) =>
      makeCard({
        row,
        reader: found.reader,
        readerTimeZone: reader.timeZone,
        askedLanguages,
        level,
        zone: zone && { ...zone, now: reader.now },
        quote: nearest[i]?.quote,
        nearestSkill: nearest[i]?.skill,
      }),
    ),
    total: found.total,
    page,
    pages: Math.ceil(found.total / MENTORS_PER_PAGE),
    ...(need.degraded && { degraded: "text-only" as const }),
  };
}

/** A skill that is meant and not said has no words of the person. */
const asSaid = ({ matched, ...skill }: z.infer<typeof foundSchema>["understood"][number]) => ({
  ...skill,
  ...(matched !== null && { matched }),
});

/** On a database without pgvector the table of vectors is missing: then, too, words alone are compared. */
async function load(
  ctx: ReadContext,
  reader: Reader,
  need: Need,
  ranking: Omit<Ranking, "vector">,
): Promise<z.infer<typeof foundSchema>> {
  try {
    return await loadOnce(ctx, reader, { ...ranking, vector: need.vector });
  } catch (error) {
    if (!need.vector || !isWithoutVectors(error)) throw error;
    Object.assign(need, { vector: null, degraded: true });
    return loadOnce(ctx, reader, { ...ranking, vector: null });
  }
}

/** SQLSTATE 42P01 (no such table) or 42704 (no such type), of the driver's error or the one around it. */
function isWithoutVectors(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return ("code" in error && /^(42P01|42704)$/.test(String(error.code))) || isWithoutVectors(error.cause);
}

async function loadOnce(
  ctx: ReadContext,
  reader: Reader,
  ranking: Ranking,
): Promise<z.infer<typeof foundSchema>> {
  const asked = sql`select slug from understood union all
    select jsonb_array_elements_text(${JSON.stringify(ranking.filters.skills)}::jsonb)`;
  const [, result] = await ctx.db.batch([
    ctx.db.execute(rankingSettings),
    ctx.db.execute(sql`with ${readerTables(reader)}, ${rankMentors(ranking)}
      select json_build_object(
        'understood', (select coalesce(json_agg(json_build_object('slug', slug, 'name', name, 'matched', matched)
          order by first), '[]') from understood),
        'total', (select count(*) from found),
        'reader', ${readerJson(reader)},
        'cards', ${mentorCards(reader, { asked })}) as found`),
  ]);
  return foundSchema.parse(result.rows[0]?.found);
}
