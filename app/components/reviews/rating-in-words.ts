import type { Rating } from "#domain/reviews/schema.ts";

/** "4.8 of 5, from 12 reviews" */
export const ratingInWords = ({ mean, count }: Rating): string =>
  `${mean} of 5, from ${count} ${count === 1 ? "review" : "reviews"}`;
