import { z } from "zod/mini";
import { mentorCardSchema } from "../search/schema.ts";

/** What a row of `recommendations` holds: who, how strongly, and the people on the way to them. */
export const recommendedSchema = z.object({
  mentorId: z.uuid(),
  score: z.number(),
  /** Ids between the person and the mentor, the nearest first; only paths that SQL can't find are kept. */
  path: z.array(z.uuid()),
});
export type Recommended = z.infer<typeof recommendedSchema>;

export const RECOMMENDED_PER_PAGE = 10;

/** Somebody who may be recommended, with what tells them apart from others. */
export const candidateSchema = z.extend(recommendedSchema, {
  /** Slugs of skills, and of the clusters that hold them. */
  offers: z.array(z.string()),
  clusters: z.array(z.string()),
  /** Could not be found until lately. */
  isNew: z.boolean(),
});
export type Candidate = z.infer<typeof candidateSchema>;

export const recommendationsSchema = z.object({
  cards: z.array(mentorCardSchema),
  /** `sql`: the graph could not be asked, so there may be fewer reasons. */
  source: z.enum(["graph", "sql"]),
});
export type Recommendations = z.infer<typeof recommendationsSchema>;
