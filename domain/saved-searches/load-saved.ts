import type { ReadContext } from "../context.ts";
import { marksQuery, toMarkList } from "../marks/list-marks.ts";
import type { MarkList } from "../marks/schema.ts";
import { authorize, authorizeUser } from "../permissions.ts";
import { savedSearchesQuery, toSavedSearches } from "./list-saved-searches.ts";
import type { SavedSearch } from "./schema.ts";

/**
 * All that a person keeps: marked mentors and saved searches, in one round trip.
 * @throws DomainError `not_signed_in`
 */
export async function loadSaved(ctx: ReadContext): Promise<MarkList & { searches: SavedSearch[] }> {
  const userId = authorizeUser(ctx, "read:saved-search:own");
  authorize(ctx, "read:mark:own");
  const [marks, searches] = await ctx.db.batch([marksQuery(ctx, userId), savedSearchesQuery(ctx, userId)]);
  return { ...toMarkList(marks), searches: toSavedSearches(searches) };
}
