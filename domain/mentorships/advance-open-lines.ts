import { sql } from "drizzle-orm";
import { z } from "zod";
import { mentorships, profiles } from "#db/tables/index.ts";
import type { JobContext } from "../context.ts";
import { authorize } from "../permissions.ts";
import { advanceLine } from "./advance-line.ts";

const BATCH = 50;
const rowSchema = z.object({ mentorId: z.string() });

/**
 * Finds mentors who have a free place and a line, such as after taking more mentees, and moves their lines.
 * @returns how many requests were offered a place
 */
export async function advanceOpenLines(ctx: JobContext): Promise<number> {
  authorize(ctx, "advance:mentorship:any");
  const { rows } = await ctx.db.execute(sql`
    select p.user_id as "mentorId" from ${profiles} as p
    join ${mentorships} as m on m.mentor_id = p.user_id
      and m.state in ('waiting', 'pending') and m.queued_at is not null
    where coalesce(p.paused_until <= ${ctx.now().toISOString()}::timestamptz, true)
    group by p.user_id
    having bool_or(m.state = 'waiting') and p.active_mentees + count(*) filter (where m.state = 'pending') < p.capacity
    limit ${BATCH}`);
  let advanced = 0;
  for (const { mentorId } of z.array(rowSchema).parse(rows)) advanced += await advanceLine(ctx, { mentorId });
  return advanced;
}
