import { sql } from "drizzle-orm";
import { mentorships, profiles, reviews, reviewTotals } from "#db/tables/index.ts";
import { recordDenial } from "../audit/record-denial.ts";
import type { ReadContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { loadOwnRequest } from "../mentorships/load-own-request.ts";
import { commitChange } from "../outbox/commit-change.ts";
import { parseInput } from "../parse-input.ts";
import { authorizeUser } from "../permissions.ts";
import { notBlocked } from "../profiles/visible-to.ts";
import { type ReviewInput, reviewInputSchema } from "./schema.ts";

/**
 * The mentee says how a mentorship was, once it is over: completed or ended, by either side. Every mentorship that began
 * comes to one of the two, so nobody has to judge a mentor on whom they still depend. Said again, it is changed: there is
 * one review a mentorship, and the mentor's sums move with it in the same statement. The mentorship is locked first, so
 * that of two at once the second sees what the first has added. Two round trips; three where nothing is changed.
 * @throws DomainError `invalid_input`, `not_found`, `not_allowed` (the mentor, or one of the two has blocked the other),
 * `conflict` (it is not over)
 */
export async function reviewMentorship(ctx: ReadContext, input: ReviewInput): Promise<void> {
  const permission = "review:mentorship:own";
  const userId = authorizeUser(ctx, permission, input.id);
  const { id, stars, words } = parseInput(reviewInputSchema, input);
  const { mentorId } = await loadOwnRequest(ctx, { id, userId, action: "review", permission });

  const now = sql`${ctx.now().toISOString()}::timestamptz`;
  const reviewed = await commitChange(ctx, {
    locked: sql`select id from ${mentorships} where id = ${id} for update`,
    before: [{ name: "was", query: sql`select r.stars from ${reviews} r where r.mentorship_id = ${id}` }],
    change: sql`insert into ${reviews} as r (mentorship_id, mentor_id, mentee_id, stars, words, created_at, updated_at)
      select m.id, m.mentor_id, m.mentee_id, ${stars}, ${words}, ${now}, ${now} from ${mentorships} m
      where m.id = ${id} and m.mentee_id = ${userId} and m.state in ('completed', 'ended')
        and ${notBlocked(userId, sql`m.mentor_id`)}
      on conflict (mentorship_id) do update
        set stars = excluded.stars, words = excluded.words, updated_at = excluded.updated_at
        where (r.stars, r.words) is distinct from (excluded.stars, excluded.words)
      returning r.mentor_id, 1 - (select count(*) from was) as added,
        r.stars - coalesce((select was.stars from was), 0) as more`,
    // the one row of totals last: everybody who reviews anybody waits for it
    after: [
      {
        name: "rated",
        query: sql`update ${profiles} as p
          set review_count = p.review_count + changed.added, review_stars = p.review_stars + changed.more
          from changed where p.user_id = changed.mentor_id returning changed.added, changed.more`,
      },
      {
        name: "totalled",
        query: sql`insert into ${reviewTotals} as t (id, reviews, stars) select 1, added, more from rated
          on conflict (id) do update set reviews = t.reviews + excluded.reviews, stars = t.stars + excluded.stars`,
      },
    ],
    audit: {
      action: "mentorship.reviewed",
      targetType: "mentorship",
      targetId: id,
      // the words may have to be erased; the trail may not
      after: { stars, withWords: words !== "" },
    },
    jobs: [{ kind: "live.notify", userId: mentorId, mentorshipId: id, event: "mentorship.reviewed" }],
  });
  if (reviewed || (await isSaid(ctx, { id, userId, stars, words }))) return;
  ctx.waitUntil(recordDenial(ctx, permission, id));
  throw new DomainError("not_allowed", {
    log: "one of the two has blocked the other",
    message: "You can’t review this mentorship.",
  });
}

/** Whether the same words and stars stand there already: the form was sent twice. */
async function isSaid(
  ctx: ReadContext,
  { id, userId, stars, words }: { id: string; userId: string; stars: number; words: string },
): Promise<boolean> {
  const { rows } = await ctx.db.execute(sql`select 1 from ${reviews} r
    where r.mentorship_id = ${id} and r.mentee_id = ${userId} and r.stars = ${stars} and r.words = ${words}`);
  return rows.length > 0;
}
