import { sql } from "drizzle-orm";
import { z } from "zod";
import type { ReadContext } from "../context.ts";
import { authorizeMentorId, mentorProfileQueries, toProfileView } from "../profiles/load-mentor-profile.ts";
import type { ProfileView } from "../profiles/schema.ts";
import { reviewsQuery, toReviewList } from "../reviews/list-reviews.ts";
import type { ReviewList } from "../reviews/schema.ts";
import { accountOf } from "./account.ts";
import { circle, wayOfThree } from "./circle.ts";
import type { Need } from "./embed-need.ts";
import { makeCard } from "./make-card.ts";
import {
  cardRowSchema,
  mentorCards,
  type Reader,
  readerJson,
  readerOf,
  readerRowSchema,
  readerTables,
  skillsOfNeed,
} from "./mentor-cards.ts";
import { nearestWords } from "./nearest-words.ts";
import { allReasons, languagesOf } from "./reasons.ts";
import type { AccountEntry, MentorCard } from "./schema.ts";
import { lexemes, meeting, scored, scoreParts } from "./score.ts";
import { understoodSkills } from "./understood-skills.ts";
import { spaceJson, withNeed } from "./with-need.ts";

const explainedSchema = z.object({
  space: z.string(),
  reader: readerRowSchema.nullable(),
  cards: z.array(cardRowSchema),
  parts: z.partialRecord(z.enum(scoreParts), z.number()),
});

export interface MentorPage {
  mentor: ProfileView;
  /** Why this mentor, as the results of the same need say it. */
  card: MentorCard;
  /** What moved them up for this need and reader, and how much each did. */
  account: AccountEntry[];
  /** Stretches of the coming week in which both are free, by the reader's own hours; empty where none are saved. */
  bothFree: { from: string; to: string }[];
  /** What mentees say of them, a page of it. */
  reviews: ReviewList;
}

/**
 * A mentor's whole page in one round trip: the profile, and why and how far from the reader.
 * @param input `query` is the need that led here, if any; `reviewsPage` counts from 1
 * @throws DomainError `not_found` also where the mentor exists and is not visible to the reader
 */
export async function loadMentorPage(
  ctx: ReadContext,
  input: { userId: string; query?: string; reviewsPage?: number },
): Promise<MentorPage> {
  const userId = authorizeMentorId(ctx, input);
  const reader = readerOf(ctx);
  const reviewsPage = input.reviewsPage ?? 1;
  const { need, found } = await withNeed(ctx, (input.query ?? "").slice(0, 1000), async (asked) => {
    const queries = [
      explainQuery(ctx, reader, userId, asked),
      reviewsQuery(ctx, userId, reviewsPage),
      ...mentorProfileQueries(ctx, userId),
    ] as const;
    const [explained, reviewed, ...profile] = await ctx.db.batch(queries);
    const mentor = toProfileView(profile);
    return {
      mentor,
      reviews: toReviewList(reviewed, reviewsPage),
      ...explainedSchema.parse(explained.rows[0]?.explained),
    };
  });
  const cardRow = cardRowSchema.parse(found.cards[0]);
  const [nearest] = need.text ? await nearestWords(need, [cardRow]) : [];
  const source = {
    row: cardRow,
    reader: found.reader,
    readerTimeZone: reader.timeZone,
    now: reader.now,
    ...languagesOf(need),
    // the score knows whether the level is that of a skill that was asked for
    level: found.parts.level ? need.level : null,
    zone: need.zone,
    quote: nearest?.quote ?? null,
    nearestSkill: nearest?.skill ?? null,
  };
  return {
    mentor: found.mentor,
    card: makeCard(source),
    account: accountOf(found.parts, allReasons(source)),
    reviews: found.reviews,
    bothFree: found.reader?.ownHours ? cardRow.hours : [],
  };
}

function explainQuery(ctx: ReadContext, reader: Reader, mentorId: string, need: Need) {
  const path = wayOfThree(reader, sql`p.user_id`);
  const asked = { ...need, languages: need.languages.map(({ code }) => code) };
  const fit = sql`${lexemes(need.text)}, candidates as (select ${mentorId}::uuid as user_id),
    ${scored({ ...asked, now: reader.now }, need.meantSkill)},`;
  const fitParts = sql`scored.meaning, scored.words, scored.skill, scored.meant, scored.language, scored.level, scored.zone, scored.name,`;
  return ctx.db.execute(sql`
    with ${understoodSkills({ ...need, ignored: [] })}, ${readerTables(reader)}, ${circle(reader)},
      ${need.text ? fit : sql``}
      ranked as (select ${mentorId}::uuid as user_id, 0::float8 as score, 1 as position)
    select json_build_object(${spaceJson(ctx)}, 'reader', ${readerJson(reader)},
      'parts', coalesce((select to_json(parts) from (
        select ${need.text ? fitParts : sql``} ${meeting({ readerId: reader.userId, now: reader.now })}
        from profiles p ${need.text ? sql`join scored using (user_id)` : sql``}
        where p.user_id = ${mentorId}::uuid) parts), '{}'),
      'cards', ${mentorCards(reader, { ...skillsOfNeed, need, path })}) as explained`);
}
