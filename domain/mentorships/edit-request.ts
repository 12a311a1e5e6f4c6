import { and, eq, sql } from "drizzle-orm";
import { mentorships } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import { commitChange } from "../outbox/commit-change.ts";
import { parseInput } from "../parse-input.ts";
import { authorizeUser } from "../permissions.ts";
import { loadOwnRequest, throwOvertaken } from "./load-own-request.ts";
import { type RequestEdit, requestEditSchema } from "./schema.ts";

/**
 * The mentee changes the words of a request that has no answer yet. The same words again change nothing.
 * @throws DomainError `invalid_input`, `not_found`, `not_allowed`, `conflict`
 */
export async function editRequest(ctx: ReadContext, input: RequestEdit) {
  const permission = "edit:mentorship:own";
  const userId = authorizeUser(ctx, permission, input.id);
  const { id, goal, message } = parseInput(requestEditSchema, input);
  const step = { id, userId, action: "edit", permission } as const;
  const request = await loadOwnRequest(ctx, step);
  if (request.goal === goal && request.message === message) return { id };

  const edited = await commitChange(ctx, {
    change: ctx.db
      .update(mentorships)
      .set({ goal, message, updatedAt: ctx.now(), version: sql`${mentorships.version} + 1` })
      .where(
        and(eq(mentorships.id, id), eq(mentorships.menteeId, userId), eq(mentorships.state, request.state)),
      )
      .returning(),
    audit: {
      action: "mentorship.edited",
      targetType: "mentorship",
      targetId: id,
      // The words themselves are private and may have to be erased; the trail may not.
      after: { goalChanged: request.goal !== goal, messageChanged: request.message !== message },
    },
    jobs: [{ kind: "live.notify", userId: request.mentorId, mentorshipId: id, event: "request.edited" }],
  });
  if (!edited) return throwOvertaken(ctx, step);
  return { id };
}
