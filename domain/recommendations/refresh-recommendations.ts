import { sql } from "drizzle-orm";
import type { JobContext } from "../context.ts";
import { authorize } from "../permissions.ts";
import { diversify } from "./diversify.ts";
import { explore } from "./explore.ts";
import { loadCandidates } from "./load-candidates.ts";
import { RECOMMENDED_PER_PAGE, type Recommended } from "./schema.ts";

/** More than a page shows, since some will be full or hidden when it is read. */
const KEPT = 30;

/**
 * Computes whom a person should meet and keeps it as one row, in the order in which it is shown: the best who are
 * unlike each other, with a place now and then for somebody who is rarely seen. A run that began earlier never
 * overwrites a later one.
 */
export async function refreshRecommendations(ctx: JobContext, { userId }: { userId: string }): Promise<void> {
  authorize(ctx, "refresh:recommendation:any", userId);
  const startedAt = ctx.now().toISOString();
  const { source, candidates } = await loadCandidates(ctx, userId);
  const lots = { personId: userId, day: startedAt.slice(0, 10), page: RECOMMENDED_PER_PAGE };
  const items = explore(diversify(candidates), lots)
    .slice(0, KEPT)
    .map(({ mentorId, score, path }): Recommended => ({ mentorId, score, path }));
  await ctx.db.execute(sql`
    insert into recommendations (user_id, items, source, computed_at)
    select user_id, ${JSON.stringify(items)}::jsonb, ${source}, ${startedAt}::timestamptz
    from profiles where user_id = ${userId} and onboarded_at is not null
    on conflict (user_id) do update
      set items = excluded.items, source = excluded.source, computed_at = excluded.computed_at
      where recommendations.computed_at <= excluded.computed_at`);
}
