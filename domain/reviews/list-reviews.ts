import { sql } from "drizzle-orm";
import { z } from "zod";
import type { ReadContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { parseInput } from "../parse-input.ts";
import { authorize } from "../permissions.ts";
import { visibleTo } from "../profiles/visible-to.ts";
import { ratingOf } from "./rating.ts";
import {
  REVIEWS_PER_PAGE,
  type ReviewList,
  type ReviewListInput,
  ratingSchema,
  reviewListInputSchema,
  reviewSchema,
} from "./schema.ts";

/**
 * A mentor's reviews, the newest first. Whoever wrote one and may not be seen by the reader is not named, and the
 * review not shown; it counts. One round trip.
 * @throws DomainError `invalid_input`, `not_found` also where the mentor exists and is not visible to the reader
 */
export async function listReviews(ctx: ReadContext, input: ReviewListInput): Promise<ReviewList> {
  authorize(ctx, "read:mentor:any", input.userId);
  const { userId, page } = parseInput(reviewListInputSchema, input);
  return toReviewList(await reviewsQuery(ctx, userId, page), page);
}

/** The query behind the list, for a page that asks more in the same round trip. */
export function reviewsQuery(ctx: ReadContext, mentorId: string, page: number) {
  const viewerId = ctx.actor.kind === "user" ? ctx.actor.id : null;
  return ctx.db.execute(sql`
    with mentor as (select p.* from profiles p
        where p.user_id = ${mentorId}::uuid and p.is_mentor and ${visibleTo(viewerId, "p")}),
      listed as materialized (
        select r.*, u.name from mentor join reviews r on r.mentor_id = mentor.user_id
        join users u on u.id = r.mentee_id join profiles a on a.user_id = r.mentee_id
        where ${visibleTo(viewerId, "a")})
    select ${ratingOf("mentor")} as rating, (select count(*)::int from listed) as listed,
      coalesce((select json_agg(json_build_object('mentorshipId', mentorship_id, 'stars', stars, 'words', words,
          'createdAt', created_at, 'updatedAt', updated_at,
          'mentee', json_build_object('userId', mentee_id, 'name', name)) order by created_at desc, mentorship_id)
        from (select * from listed order by created_at desc, mentorship_id
          limit ${REVIEWS_PER_PAGE} offset ${(page - 1) * REVIEWS_PER_PAGE}) shown), '[]') as reviews
    from mentor`);
}

const instant = z.string().transform((at) => new Date(at).toISOString());
const rowSchema = z.object({
  rating: z.nullable(ratingSchema),
  listed: z.number(),
  reviews: z.array(z.object({ ...reviewSchema.shape, createdAt: instant, updatedAt: instant })),
});

/** @throws DomainError `not_found` where the mentor is not visible to the reader */
export function toReviewList({ rows }: { rows: unknown[] }, page: number): ReviewList {
  if (rows.length === 0) throw new DomainError("not_found", { log: "no such mentor, or not to be seen" });
  const { rating, reviews, listed } = rowSchema.parse(rows[0]);
  const pages = Math.max(1, Math.ceil(listed / REVIEWS_PER_PAGE));
  return { rating, reviews, unlisted: Math.max(0, (rating?.count ?? 0) - listed), page, pages };
}
