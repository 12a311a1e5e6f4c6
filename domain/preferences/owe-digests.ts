import { and, asc, eq, lte, sql } from "drizzle-orm";
import { notificationPreferences, profiles } from "#db/tables/index.ts";
import type { JobContext } from "../context.ts";
import { commitChange } from "../outbox/commit-change.ts";
import { authorize } from "../permissions.ts";
import { nextDigestAt } from "./next-digest.ts";

/** Of one minute; the next brings the rest. */
const BATCH = 100;

/**
 * Owes a digest to each whose time has come, and sets the next. The change, its trace and the job are one statement, which
 * expects the time that was read: however many run at once, each digest is owed once.
 * @returns how many are owed
 */
export async function oweDigests(ctx: JobContext): Promise<number> {
  authorize(ctx, "owe:digest:any");
  const now = ctx.now();
  const p = notificationPreferences;
  const due = await ctx.db
    .select({ userId: p.userId, digest: p.digest, at: p.nextDigestAt, timeZone: profiles.timeZone })
    .from(p)
    .leftJoin(profiles, eq(profiles.userId, p.userId))
    .where(lte(p.nextDigestAt, now))
    .orderBy(asc(p.nextDigestAt))
    .limit(BATCH);
  let owed = 0;
  for (const { userId, digest, at, timeZone } of due) {
    const next = nextDigestAt(digest, timeZone ?? "UTC", now);
    const change = ctx.db
      .update(p)
      .set({ nextDigestAt: next })
      .where(and(eq(p.userId, userId), at ? eq(p.nextDigestAt, at) : sql`false`))
      .returning();
    const audit = { action: "digest.owed", targetType: "notification-preferences", targetId: userId };
    const jobs = [{ kind: "mail.digest" as const, userId }];
    if (await commitChange(ctx, { change, audit: { ...audit, after: { next } }, jobs })) owed += 1;
  }
  return owed;
}
