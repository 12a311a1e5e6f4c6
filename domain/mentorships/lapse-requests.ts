import { and, asc, eq, lte, sql } from "drizzle-orm";
import { mentorships } from "#db/tables/index.ts";
import type { JobContext } from "../context.ts";
import { commitChange } from "../outbox/commit-change.ts";
import { authorize } from "../permissions.ts";

/** Requests that one run ends at most; the rest waits for the next minute. */
const BATCH = 50;

/**
 * Ends pending requests whose week is over, each with its audit event and a word to the mentee.
 * A request that somebody answers in this moment is skipped, not waited for.
 * @returns how many lapsed
 */
export async function lapseRequests(ctx: JobContext): Promise<number> {
  authorize(ctx, "lapse:mentorship:any");
  const due = await ctx.db
    .select({
      id: mentorships.id,
      mentorId: mentorships.mentorId,
      menteeId: mentorships.menteeId,
      queuedAt: mentorships.queuedAt,
    })
    .from(mentorships)
    .where(and(eq(mentorships.state, "pending"), lte(mentorships.expiresAt, ctx.now())))
    .orderBy(asc(mentorships.expiresAt))
    .limit(BATCH);
  let lapsed = 0;
  for (const request of due) if (await lapse(ctx, request)) lapsed += 1;
  return lapsed;
}

interface Due {
  id: string;
  mentorId: string;
  menteeId: string;
  queuedAt: Date | null;
}

function lapse(ctx: JobContext, { id, mentorId, menteeId, queuedAt }: Due): Promise<boolean> {
  const now = ctx.now().toISOString();
  return commitChange(ctx, {
    before: [
      {
        name: "due",
        query: sql`select id from ${mentorships} where id = ${id} and state = 'pending'
          and expires_at <= ${now}::timestamptz for update skip locked`,
      },
    ],
    change: sql`update ${mentorships} as m set state = 'lapsed', ended_at = ${now}::timestamptz,
        updated_at = ${now}::timestamptz, version = m.version + 1
      from due where m.id = due.id returning m.*`,
    audit: {
      action: "mentorship.lapsed",
      targetType: "mentorship",
      targetId: id,
      before: { state: "pending" },
      after: { state: "lapsed" },
    },
    jobs: [
      { kind: "live.notify", userId: menteeId, mentorshipId: id, event: "request.lapsed" },
      // It held the place that the next in line waits for.
      ...(queuedAt ? [{ kind: "live.advance-line" as const, mentorId }] : []),
    ],
  });
}
