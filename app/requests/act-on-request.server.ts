import { z } from "zod";
import type { ReadContext } from "#domain/context.ts";
import { DomainError } from "#domain/errors.ts";
import { acceptRequest } from "#domain/mentorships/accept-request.ts";
import { completeMentorship } from "#domain/mentorships/complete-mentorship.ts";
import { declineRequest } from "#domain/mentorships/decline-request.ts";
import { editRequest } from "#domain/mentorships/edit-request.ts";
import { endMentorship } from "#domain/mentorships/end-mentorship.ts";
import { withdrawRequest } from "#domain/mentorships/withdraw-request.ts";
import { parseInput } from "#domain/parse-input.ts";
import type { FailedAct } from "../components/requests/request-act.ts";

const typed = z.string().default("");
const actSchema = z.object({
  intent: z.enum(["accept", "decline", "withdraw", "edit", "complete", "end"]),
  id: z.string(),
  reason: typed,
  goal: typed,
  message: typed,
});
type Act = z.infer<typeof actSchema>;

/** What came of a request's form: done, or why not, with everything that was typed. */
export type ActResult = { done: Act["intent"]; id: string } | { failed: FailedAct; status: number };

/**
 * Runs the one verb that a request's form names. A refusal that the person can mend (400, 409) comes back to be
 * shown beside the form; every other one is thrown to the error page.
 */
export async function actOnRequest(ctx: ReadContext, form: FormData): Promise<ActResult> {
  const act = parseInput(actSchema, Object.fromEntries(form));
  try {
    await run(ctx, act);
    return { done: act.intent, id: act.id };
  } catch (error) {
    if (!(error instanceof DomainError) || (error.status !== 400 && error.status !== 409)) throw error;
    const { intent, id, reason, goal, message } = act;
    const failed = { intent, id, problem: error.publicMessage, fields: error.fields ?? {} };
    return { failed: { ...failed, values: { reason, goal, message } }, status: error.status };
  }
}

function run(ctx: ReadContext, { intent, id, reason, goal, message }: Act): Promise<unknown> {
  switch (intent) {
    case "accept":
      return acceptRequest(ctx, { id });
    case "decline":
      return declineRequest(ctx, { id, reason });
    case "withdraw":
      return withdrawRequest(ctx, { id });
    case "edit":
      return editRequest(ctx, { id, goal, message });
    case "complete":
      return completeMentorship(ctx, { id });
    case "end":
      return endMentorship(ctx, { id });
  }
}
