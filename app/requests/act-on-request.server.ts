import { z } from "zod";
import type { ReadContext } from "#domain/context.ts";
import { acceptRequest } from "#domain/mentorships/accept-request.ts";
import { completeMentorship } from "#domain/mentorships/complete-mentorship.ts";
import { declineRequest } from "#domain/mentorships/decline-request.ts";
import { editRequest } from "#domain/mentorships/edit-request.ts";
import { endMentorship } from "#domain/mentorships/end-mentorship.ts";
import { withdrawRequest } from "#domain/mentorships/withdraw-request.ts";
import { parseInput } from "#domain/parse-input.ts";
import { reviewMentorship } from "#domain/reviews/review-mentorship.ts";
import { requestIntents } from "../components/requests/request-act.ts";
import { fieldsOf } from "../form-action.server.ts";

const typed = z.string().default("");
const actSchema = z.object({
  intent: z.enum(requestIntents),
  id: z.string(),
  reason: typed,
  goal: typed,
  message: typed,
  stars: typed,
  words: typed,
});
type Act = z.infer<typeof actSchema>;

/** Runs the one verb that a request's form names, and says which it was. */
export async function actOnRequest(ctx: ReadContext, form: FormData): Promise<Pick<Act, "id" | "intent">> {
  const act = parseInput(actSchema, fieldsOf(form));
  await run(ctx, act);
  return act;
}

function run(ctx: ReadContext, { intent, id, reason, goal, message, stars, words }: Act): Promise<unknown> {
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
    case "review":
      return reviewMentorship(ctx, { id, stars: Number(stars), words });
  }
}
