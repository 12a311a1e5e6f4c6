import { inArray, lte } from "drizzle-orm";
import { searchRankings, sessions, verifications } from "#db/tables/index.ts";
import type { JobContext } from "../context.ts";
import { authorize } from "../permissions.ts";

/** Rows of a table that one run removes at most. */
const BATCH = 10_000;

/**
 * Removes sessions, reset tokens and frozen rankings that have expired. They were worth nothing already: whoever reads them asks for
 * the time. Once an hour, since no index knows them by their end.
 * @returns how many rows
 */
export async function removeExpired(ctx: JobContext): Promise<number> {
  authorize(ctx, "expire:session:any");
  const now = ctx.now();
  if (now.getUTCMinutes() !== 0) return 0;
  const dueSessions = ctx.db
    .select({ id: sessions.id })
    .from(sessions)
    .where(lte(sessions.expiresAt, now))
    .limit(BATCH);
  const dueTokens = ctx.db
    .select({ id: verifications.id })
    .from(verifications)
    .where(lte(verifications.expiresAt, now))
    .limit(BATCH);
  const dueRankings = ctx.db
    .select({ token: searchRankings.token })
    .from(searchRankings)
    .where(lte(searchRankings.expiresAt, now))
    .limit(BATCH);
  // unaudited: time has ended them, and the trail has when each was opened or asked for; a ranking is no change
  const removed = await ctx.db.batch([
    ctx.db.delete(sessions).where(inArray(sessions.id, dueSessions)).returning({ id: sessions.id }),
    ctx.db
      .delete(verifications)
      .where(inArray(verifications.id, dueTokens))
      .returning({ id: verifications.id }),
    ctx.db
      .delete(searchRankings)
      .where(inArray(searchRankings.token, dueRankings))
      .returning({ id: searchRankings.token }),
  ]);
  return removed.flat().length;
}
