import { and, eq, sql } from "drizzle-orm";
import { mentorships } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import { commitChange } from "../outbox/commit-change.ts";
import { parseInput } from "../parse-input.ts";
import { authorizeUser } from "../permissions.ts";
import { loadOwnRequest, throwOvertaken } from "./load-own-request.ts";
import { type DeclineInput, declineInputSchema } from "./schema.ts";

/**
 * A mentor says no, with a reason that the mentee reads. The mentee may ask again later.
 * @throws DomainError `invalid_input`, `not_found`, `not_allowed`, `conflict`
 */
export async function declineRequest(ctx: ReadContext, input: DeclineInput) {
  const permission = "decline:mentorship:own";
  const userId = authorizeUser(ctx, permission, input.id);
  const { id, reason } = parseInput(declineInputSchema, input);
  const step = { id, userId, action: "decline", permission } as const;
  const request = await loadOwnRequest(ctx, step);

  const now = ctx.now();
  const declined = await commitChange(ctx, {
    change: ctx.db
      .update(mentorships)
      .set({
        state: request.to,
        declineReason: reason,
        expiresAt: null,
        respondedAt: now,
        endedAt: now,
        updatedAt: now,
        version: sql`${mentorships.version} + 1`,
      })
      .where(
        and(eq(mentorships.id, id), eq(mentorships.mentorId, userId), eq(mentorships.state, request.state)),
      )
      .returning(),
    audit: {
      action: "mentorship.declined",
      targetType: "mentorship",
      targetId: id,
      before: { state: request.state },
      after: { state: request.to },
    },
    jobs: [
      { kind: "live.notify", userId: request.menteeId, mentorshipId: id, event: "request.declined" },
      // It may have held the place that the next in line waits for.
      ...(request.queuedAt ? [{ kind: "live.advance-line" as const, mentorId: userId }] : []),
    ],
  });
  if (!declined) return throwOvertaken(ctx, step);
  return { id, state: request.to };
}
