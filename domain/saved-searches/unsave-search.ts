import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { savedSearches } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import { idSchema } from "../ids.ts";
import { commitChange } from "../outbox/commit-change.ts";
import { parseInput } from "../parse-input.ts";
import { authorizeUser } from "../permissions.ts";

const inputSchema = z.object({ id: idSchema });

/**
 * Deletes a saved search of the person, with whom it found. Where there is none, or it is somebody else's, there is
 * nothing to do.
 * @throws DomainError `invalid_input`
 */
export async function unsaveSearch(ctx: ReadContext, raw: { id: string }): Promise<void> {
  const userId = authorizeUser(ctx, "update:saved-search:own", raw.id);
  const { id } = parseInput(inputSchema, raw);
  await commitChange(ctx, {
    change: ctx.db
      .delete(savedSearches)
      .where(and(eq(savedSearches.id, id), eq(savedSearches.userId, userId)))
      .returning(),
    audit: { action: "saved-search.removed", targetType: "saved-search", targetId: id, after: {} },
  });
}
