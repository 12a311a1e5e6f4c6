import { desc, eq } from "drizzle-orm";
import { blocks, users } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import { authorizeUser } from "../permissions.ts";
import type { BlockedPerson } from "./schema.ts";

/** More than anybody looks through. */
const LIMIT = 500;

/**
 * Whom the person has blocked, the latest first. Nobody learns by whom they are blocked. One round trip.
 * @throws DomainError `not_signed_in`
 */
export async function listBlocked(ctx: ReadContext): Promise<BlockedPerson[]> {
  const userId = authorizeUser(ctx, "read:block:own");
  const rows = await ctx.db
    .select({ userId: users.id, name: users.name, at: blocks.at })
    .from(blocks)
    .innerJoin(users, eq(users.id, blocks.blockedId))
    .where(eq(blocks.blockerId, userId))
    .orderBy(desc(blocks.at), users.id)
    .limit(LIMIT);
  return rows.map(({ at, ...person }) => ({ ...person, since: at.toISOString() }));
}
