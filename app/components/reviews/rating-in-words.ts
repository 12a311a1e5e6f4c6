import type { Rating } from "#domain/reviews/schema.ts";
import { counted } from "../time/calendar.ts";

/** "4.8 of 5, from 12 reviews" */
export const ratingInWords = ({ mean, count }: Rating): string =>
  `${mean} of 5, from ${counted(count, "review")}`;
