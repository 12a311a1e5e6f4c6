import { desc, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { savedSearches } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import { authorizeUser } from "../permissions.ts";
import { visibleTo } from "../profiles/visible-to.ts";
import { MAX_SAVED_SEARCHES, type SavedSearch, searchHitSchema } from "./schema.ts";

const MAX_HITS = 5;

/**
 * The searches that the person keeps, the newest first, each with whom it found lately. One round trip.
 * @throws DomainError `not_signed_in`
 */
export async function listSavedSearches(ctx: ReadContext): Promise<SavedSearch[]> {
  const userId = authorizeUser(ctx, "read:saved-search:own");
  return toSavedSearches(await savedSearchesQuery(ctx, userId));
}

/** The query behind the list, for a page that asks more in the same round trip. */
export function savedSearchesQuery(ctx: ReadContext, userId: string) {
  const hits = sql`coalesce((select json_agg(json_build_object('userId', u.id, 'name', u.name,
      'headline', p.headline, 'at', h.at) order by h.at desc, u.id)
    from (select hit.* from saved_search_hits hit join profiles p on p.user_id = hit.mentor_id
        where hit.saved_search_id = ${sql`"saved_searches"."id"`} and p.is_mentor and ${visibleTo(userId, "p")}
        order by hit.at desc, hit.mentor_id limit ${MAX_HITS}) h
      join users u on u.id = h.mentor_id join profiles p on p.user_id = u.id), '[]'::json)`;
  return ctx.db
    .select({
      id: savedSearches.id,
      address: savedSearches.address,
      query: savedSearches.query,
      watched: savedSearches.watched,
      createdAt: savedSearches.createdAt,
      hits: hits.as("hits"),
    })
    .from(savedSearches)
    .where(eq(savedSearches.userId, userId))
    .orderBy(desc(savedSearches.createdAt), savedSearches.id)
    .limit(MAX_SAVED_SEARCHES);
}

const storedHits = z.array(
  z.object({
    ...searchHitSchema.shape,
    at: z.string().transform((at) => new Date(at).toISOString()),
  }),
);

export const toSavedSearches = (rows: Awaited<ReturnType<typeof savedSearchesQuery>>): SavedSearch[] =>
  rows.map(({ hits, createdAt, ...search }) => ({
    ...search,
    createdAt: createdAt.toISOString(),
    hits: storedHits.parse(hits),
  }));
