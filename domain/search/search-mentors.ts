import { sql } from "drizzle-orm";
import { z } from "zod";
import type { ReadContext } from "../context.ts";
import { newId } from "../ids.ts";
import { parseInput } from "../parse-input.ts";
import { authorize } from "../permissions.ts";
import { circle, wayOfThree } from "./circle.ts";
import { type Need, withoutIgnored } from "./embed-need.ts";
import { facetsJson, facetTables } from "./facets.ts";
import { bestJson, bestSchema, fitsNeed } from "./fits-need.ts";
import { cutPage, cutToken } from "./frozen-ranking.ts";
import { makeCard } from "./make-card.ts";
import {
  type CardRow,
  cardRowSchema,
  mentorCards,
  type Reader,
  readerJson,
  readerOf,
  readerRowSchema,
  readerTables,
  skillsOfNeed,
} from "./mentor-cards.ts";
import { nearestCandidatesSettings } from "./nearest-candidates.ts";
import { nearestWords } from "./nearest-words.ts";
import { moreFound, type Ranking, rankMentors } from "./rank-mentors.ts";
import { languagesOf } from "./reasons.ts";
import {
  facetsSchema,
  MENTORS_PER_PAGE,
  type MentorCard,
  type SearchResult,
  searchInputSchema,
} from "./schema.ts";
import { spaceJson, withNeed } from "./with-need.ts";

/** People who are shown where nobody fits. */
const NEAREST_SHOWN = 5;

const foundSchema = z.object({
  space: z.string(),
  understood: z.array(z.object({ slug: z.string(), name: z.string(), matched: z.string().nullable() })),
  total: z.number(),
  best: bestSchema,
  more: z.boolean(),
  token: z.uuid().nullable(),
  facets: facetsSchema,
  reader: readerRowSchema.nullable(),
  cards: z.array(cardRowSchema),
});
type Found = z.infer<typeof foundSchema>;

interface Search {
  ranking: Ranking;
  page: number;
  token: string | null;
}

/**
 * Mentors who can help with a need, told in the person's own words, the best fit first; without words, those who
 * were here lately. One round trip, two just after a switch of models. Each card has one to four reasons that rows prove. The pages of one ranking are
 * cuts of it for ten minutes, by its token.
 * @throws DomainError `invalid_input`, `unavailable`
 */
export async function searchMentors(
  ctx: ReadContext,
  input: z.input<typeof searchInputSchema>,
): Promise<SearchResult> {
  authorize(ctx, "read:mentor:any");
  const { query, filters, sort, page, token } = parseInput(searchInputSchema, input);
  const reader = readerOf(ctx);
  const read = await withNeed(ctx, query, (whole) => {
    const need = withoutIgnored(whole, filters.ignored);
    const { askedLanguages: languages } = languagesOf(need);
    const ranking = { ...need, languages, readerId: reader.userId, now: reader.now, filters, sort };
    return load(ctx, reader, { ranking, page, token: token ?? null });
  });
  const { found } = read;
  const need = withoutIgnored(read.need, filters.ignored);
  const { languages, level, zone } = need;
  const { askedLanguages, meantLanguages } = languagesOf(need);
  const fits = !need.text || need.degraded || found.total === 0 || fitsNeed(found.best);
  const rows = fits ? found.cards : found.cards.slice(0, NEAREST_SHOWN);
  const total = fits ? found.total : rows.length;
  return {
    understood: { skills: found.understood.map(asSaid), languages, level, zone },
    fit: fits ? "good" : "nearest",
    cards: await makeCards(ctx, need, found, rows, {
      askedLanguages: [...filters.languages, ...askedLanguages],
      meantLanguages,
    }),
    total,
    more: fits && found.more,
    page,
    pages: Math.ceil(total / MENTORS_PER_PAGE),
    token: fits ? found.token : null,
    facets: found.facets,
    ...(need.degraded && { degraded: "text-only" as const }),
  };
}

/** A skill that is meant and not said has no words of the person. */
const asSaid = ({ matched, ...skill }: Found["understood"][number]) => ({
  ...skill,
  ...(matched !== null && { matched }),
});

async function makeCards(
  ctx: ReadContext,
  need: Need,
  { reader, understood }: Found,
  rows: CardRow[],
  asked: ReturnType<typeof languagesOf>,
): Promise<MentorCard[]> {
  const nearest = need.text ? await nearestWords(need, rows) : [];
  const readerTimeZone = readerOf(ctx).timeZone;
  return rows.map((row, i) =>
    makeCard({
      row,
      reader,
      now: ctx.now(),
      readerTimeZone,
      ...asked,
      level: need.level && { ...need.level, anySkill: understood.length === 0 },
      zone: need.zone,
      quote: nearest[i]?.quote,
      nearestSkill: nearest[i]?.skill,
    }),
  );
}

async function load(ctx: ReadContext, reader: Reader, search: Search): Promise<Found> {
  const { ranking, page, token } = search;
  const path = wayOfThree(reader, sql`p.user_id`);
  const cut = { ...ranking, page, token, newToken: newId() };
  const asked = sql`${skillsOfNeed.asked} union all
    select jsonb_array_elements_text(${JSON.stringify(ranking.filters.skills)}::jsonb)`;
  const [, result] = await ctx.db.batch([
    ctx.db.execute(nearestCandidatesSettings),
    ctx.db.execute(sql`with ${readerTables(reader)}, ${circle(reader)}, ${rankMentors(ranking)}, ${cutPage(cut)},
      ${facetTables(ranking)}
      select json_build_object(${spaceJson(ctx)},
        'understood', (select coalesce(json_agg(json_build_object('slug', slug, 'name', name, 'matched', matched)
          order by first), '[]') from understood),
        'total', (select count(*) from whole),
        'best', ${bestJson},
        'more', ${moreFound},
        'token', ${cutToken(cut)},
        'facets', ${facetsJson(ranking)},
        'reader', ${readerJson(reader)},
        'cards', ${mentorCards(reader, { ...skillsOfNeed, asked, need: ranking, path })}) as found`),
  ]);
  return foundSchema.parse(result.rows[0]?.found);
}
