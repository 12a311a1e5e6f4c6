import { z } from "zod/mini";
import { idSchema } from "../ids.ts";
import { storable } from "../storable.ts";

export const MAX_REVIEW_LENGTH = 2_000;
export const REVIEWS_PER_PAGE = 10;

const stars = z
  .int("Choose how many stars.")
  .check(z.minimum(1, "Choose how many stars."), z.maximum(5, "Choose how many stars."));

/** `id` is the mentorship's: there is one review of each. */
export const reviewInputSchema = z.object({
  id: idSchema,
  stars,
  words: z._default(
    z
      .string()
      .check(
        z.trim(),
        z.maxLength(MAX_REVIEW_LENGTH, `At most ${MAX_REVIEW_LENGTH.toLocaleString("en")} characters.`),
        storable,
      ),
    "",
  ),
});
export type ReviewInput = z.input<typeof reviewInputSchema>;

/** A review as the two people of its mentorship see it. Instants are ISO 8601 in UTC. */
export const ownReviewSchema = z.object({
  stars: z.number(),
  /** "" for none. */
  words: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type OwnReview = z.infer<typeof ownReviewSchema>;

/** What a mentor's reviews come to: how many, and the mean of their stars, to one place. */
export const ratingSchema = z.object({ count: z.number(), mean: z.number() });
export type Rating = z.infer<typeof ratingSchema>;

export const reviewSchema = z.object({
  ...ownReviewSchema.shape,
  mentorshipId: z.uuid(),
  mentee: z.object({ userId: z.uuid(), name: z.string() }),
});
export type Review = z.infer<typeof reviewSchema>;

export const reviewListInputSchema = z.object({
  /** The mentor's. */
  userId: idSchema,
  page: z._default(z.number().check(z.int(), z.gte(1), z.lte(1000)), 1),
});
export type ReviewListInput = z.input<typeof reviewListInputSchema>;

export const reviewListSchema = z.object({
  /** Of every review, also those that are not listed; null where there is none. */
  rating: z.nullable(ratingSchema),
  /** The newest first, by people whom the reader may see. */
  reviews: z.array(reviewSchema),
  /** How many count and are not listed: whoever wrote them may not be seen by the reader. */
  unlisted: z.number(),
  page: z.number(),
  pages: z.number(),
});
export type ReviewList = z.infer<typeof reviewListSchema>;
