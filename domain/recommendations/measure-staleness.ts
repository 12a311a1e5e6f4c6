import { sql } from "drizzle-orm";
import type { JobContext } from "../context.ts";
import { authorize } from "../permissions.ts";

/** Whoever was here in that time is about: their recommendations follow a change within a minute. */
export const ACTIVE_WITHIN_MS = 24 * 3_600_000;

/**
 * How stale recommendations are, at worst: seconds since the oldest change around somebody who is about that their row
 * doesn't show yet. 0 when every row is up to date.
 */
export async function measureStaleness(ctx: JobContext): Promise<number> {
  authorize(ctx, "refresh:recommendation:any");
  const activeSince = new Date(ctx.now().getTime() - ACTIVE_WITHIN_MS).toISOString();
  const { rows } = await ctx.db.execute(sql`
    select coalesce(max(extract(epoch from ${ctx.now().toISOString()}::timestamptz - o.created_at)), 0)::float8 as seconds
    from outbox o join profiles p on p.user_id = (o.payload ->> 'userId')::uuid
    where o.kind = 'graph.refresh-recommendations' and o.done_at is null
      and p.last_active_at > ${activeSince}::timestamptz`);
  return Math.max(0, Math.round(Number(rows[0]?.seconds)));
}
