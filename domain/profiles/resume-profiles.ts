import { and, isNotNull, lte, sql } from "drizzle-orm";
import { profiles } from "#db/tables/index.ts";
import type { JobContext } from "../context.ts";
import { commitChange } from "../outbox/commit-change.ts";
import { authorize } from "../permissions.ts";

const BATCH = 50;

/**
 * Ends the pauses whose day has come: whoever was never findable before is new from then on, the graph hears of free
 * places, and whoever waits in line may be next. Costs one look-up while there are none.
 * @returns how many ended
 */
export async function resumeProfiles(ctx: JobContext): Promise<number> {
  authorize(ctx, "resume:profile:any");
  const due = await ctx.db
    .select({ userId: profiles.userId })
    .from(profiles)
    .where(and(isNotNull(profiles.pausedUntil), lte(profiles.pausedUntil, ctx.now())))
    .orderBy(profiles.pausedUntil)
    .limit(BATCH);
  let resumed = 0;
  for (const { userId } of due) if (await resume(ctx, userId)) resumed += 1;
  return resumed;
}

function resume(ctx: JobContext, userId: string): Promise<boolean> {
  const now = sql`${ctx.now().toISOString()}::timestamptz`;
  return commitChange(ctx, {
    // whoever has paused anew meanwhile still pauses
    change: sql`update ${profiles} as p set paused_until = null, version = p.version + 1, updated_at = ${now}
      where p.user_id = ${userId} and p.paused_until <= ${now} returning p.user_id`,
    audit: { action: "profile.resumed", targetType: "profile", targetId: userId, after: {} },
    jobs: [
      { kind: "search.embed-profile", userId },
      { kind: "graph.project-person", userId },
      { kind: "live.advance-line", mentorId: userId },
    ],
  });
}
