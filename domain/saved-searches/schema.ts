import { z } from "zod/mini";
import { idSchema } from "../ids.ts";

/** A person keeps so many searches at most. */
export const MAX_SAVED_SEARCHES = 50;

export const saveSearchInputSchema = z.object({
  /** The query string of /mentors: `q=…&lang=tr&skill=sql`. */
  address: z.string().check(z.maxLength(4000, "This search is too long to be kept.")),
  /** Whether the person wants to hear of somebody new who fits. */
  watched: z._default(z.boolean(), true),
});
export type SaveSearchInput = z.input<typeof saveSearchInputSchema>;

export const searchHitSchema = z.object({
  userId: idSchema,
  name: z.string(),
  headline: z.string(),
  /** ISO 8601, UTC. */
  at: z.string(),
});

export const savedSearchSchema = z.object({
  id: idSchema,
  /** Its normal form, without the page. */
  address: z.string(),
  query: z.string(),
  watched: z.boolean(),
  /** ISO 8601, UTC. */
  createdAt: z.string(),
  /** Mentors who became findable since and fit, as far as they may be seen; the newest first, five at most. */
  hits: z.array(searchHitSchema),
});
export type SavedSearch = z.infer<typeof savedSearchSchema>;
