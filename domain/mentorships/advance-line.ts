import { and, asc, eq, sql } from "drizzle-orm";
import { mentorships, profiles } from "#db/tables/index.ts";
import type { JobContext } from "../context.ts";
import { commitChange } from "../outbox/commit-change.ts";
import { authorize } from "../permissions.ts";
import { DAYS_TO_ANSWER } from "./schema.ts";

/** A mentor has at most so many places; a run never goes further. */
const MAX_STEPS = 50;

/**
 * Offers a mentor's free places to those who wait, the longest wait first: each becomes pending with a fresh week.
 * An offered place counts as taken until it is answered, so a repeat of the job offers nothing twice.
 * @returns how many were offered
 */
export async function advanceLine(ctx: JobContext, { mentorId }: { mentorId: string }): Promise<number> {
  authorize(ctx, "advance:mentorship:any", mentorId);
  let advanced = 0;
  while (advanced < MAX_STEPS && (await advanceFirst(ctx, mentorId))) advanced += 1;
  return advanced;
}

async function advanceFirst(ctx: JobContext, mentorId: string): Promise<boolean> {
  const [first] = await ctx.db
    .select({ id: mentorships.id, menteeId: mentorships.menteeId })
    .from(mentorships)
    .where(and(eq(mentorships.mentorId, mentorId), eq(mentorships.state, "waiting")))
    .orderBy(asc(mentorships.queuedAt), asc(mentorships.id))
    .limit(1);
  if (!first) return false;
  const { id, menteeId } = first;
  const now = ctx.now();
  const expiresAt = new Date(now.getTime() + DAYS_TO_ANSWER * 86_400_000);
  return commitChange(ctx, {
    // Two runs for one mentor go one after the other, and both see the place that an accept takes meanwhile.
    before: [
      {
        name: "mentor",
        query: sql`select user_id, capacity, active_mentees from ${profiles} where user_id = ${mentorId}
          and coalesce(paused_until <= ${now.toISOString()}::timestamptz, true) for no key update`,
      },
    ],
    change: sql`update ${mentorships} as m set state = 'pending', expires_at = ${expiresAt.toISOString()}::timestamptz,
        updated_at = ${now.toISOString()}::timestamptz, version = m.version + 1
      from mentor where m.id = ${id} and m.state = 'waiting'
        and mentor.active_mentees + (select count(*) from ${mentorships} as offered where offered.mentor_id = ${mentorId}
          and offered.state = 'pending' and offered.queued_at is not null) < mentor.capacity
      returning m.*`,
    audit: {
      action: "mentorship.advanced",
      targetType: "mentorship",
      targetId: id,
      before: { state: "waiting" },
      after: { state: "pending" },
    },
    jobs: [
      { kind: "live.notify", userId: menteeId, mentorshipId: id, event: "place.free" },
      { kind: "mail.place-free", mentorshipId: id },
      { kind: "live.notify", userId: mentorId, mentorshipId: id, event: "request.received" },
      { kind: "mail.request-received", mentorshipId: id },
    ],
  });
}
