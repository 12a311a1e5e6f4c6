import { and, eq, sql } from "drizzle-orm";
import { mentorships } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import { commitChange } from "../outbox/commit-change.ts";
import { authorizeUser } from "../permissions.ts";
import { loadOwnRequest, throwOvertaken } from "./load-own-request.ts";

/**
 * The mentee takes a request back before it is answered. The same mentor may be asked again.
 * @throws DomainError `not_found`, `not_allowed`, `conflict`
 */
export async function withdrawRequest(ctx: ReadContext, { id }: { id: string }) {
  const permission = "withdraw:mentorship:own";
  const userId = authorizeUser(ctx, permission, id);
  const step = { id, userId, action: "withdraw", permission } as const;
  const request = await loadOwnRequest(ctx, step);

  const now = ctx.now();
  const withdrawn = await commitChange(ctx, {
    change: ctx.db
      .update(mentorships)
      .set({
        state: request.to,
        expiresAt: null,
        endedAt: now,
        updatedAt: now,
        version: sql`${mentorships.version} + 1`,
      })
      .where(
        and(eq(mentorships.id, id), eq(mentorships.menteeId, userId), eq(mentorships.state, request.state)),
      )
      .returning(),
    audit: {
      action: "mentorship.withdrawn",
      targetType: "mentorship",
      targetId: id,
      before: { state: request.state },
      after: { state: request.to },
    },
    jobs: [
      { kind: "live.notify", userId: request.mentorId, mentorshipId: id, event: "request.withdrawn" },
      // It may have held the place that the next in line waits for.
      ...(request.queuedAt ? [{ kind: "live.advance-line" as const, mentorId: request.mentorId }] : []),
    ],
  });
  if (!withdrawn) return throwOvertaken(ctx, step);
  return { id, state: request.to };
}
