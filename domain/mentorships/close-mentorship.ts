import { and, eq, sql } from "drizzle-orm";
import { mentorships, profiles } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import { commitChange } from "../outbox/commit-change.ts";
import { authorizeUser } from "../permissions.ts";
import { loadOwnRequest, throwOvertaken } from "./load-own-request.ts";

/**
 * Closes a mentorship from either side and gives the mentor's place back, in one statement. The lock order is the
 * one of accepting, mentorship before profile, so that the two never wait for each other.
 * @throws DomainError `not_found`, `conflict`
 */
export async function closeMentorship(
  ctx: ReadContext,
  { id, action }: { id: string; action: "complete" | "end" },
) {
  const permission = "end:mentorship:own";
  const userId = authorizeUser(ctx, permission, id);
  const step = { id, userId, action, permission } as const;
  const request = await loadOwnRequest(ctx, step);

  const now = ctx.now();
  const other = request.role === "mentor" ? request.menteeId : request.mentorId;
  const closed = await commitChange(ctx, {
    change: ctx.db
      .update(mentorships)
      .set({ state: request.to, endedAt: now, updatedAt: now, version: sql`${mentorships.version} + 1` })
      .where(and(eq(mentorships.id, id), eq(mentorships.state, "active")))
      .returning(),
    after: [
      {
        name: "seat",
        query: sql`update ${profiles} as p set active_mentees = greatest(p.active_mentees - 1, 0), version = p.version + 1
          from changed where p.user_id = changed.mentor_id`,
      },
    ],
    audit: {
      action: action === "complete" ? "mentorship.completed" : "mentorship.ended",
      targetType: "mentorship",
      targetId: id,
      before: { state: request.state },
      after: { state: request.to },
    },
    jobs: [
      { kind: "live.notify", userId: other, mentorshipId: id, event: "mentorship.ended" },
      { kind: "live.close-room", mentorshipId: id },
      { kind: "live.advance-line", mentorId: request.mentorId },
      { kind: "graph.project-mentorship", mentorshipId: id },
      { kind: "graph.project-person", userId: request.mentorId },
      { kind: "graph.refresh-recommendations", userId: request.menteeId },
    ],
  });
  if (!closed) return throwOvertaken(ctx, step);
  return { id, state: request.to };
}
