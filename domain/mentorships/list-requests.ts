import { eq } from "drizzle-orm";
import { mentorships, profiles } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import { parseInput } from "../parse-input.ts";
import { authorizeUser } from "../permissions.ts";
import { type RequestList, type RequestListInput, requestListInputSchema } from "./schema.ts";
import { selectRequests, toRequestView } from "./select-requests.ts";

/** Requests shown at most; the open ones come first, so what falls off is old and closed. */
const LIMIT = 100;

/**
 * A person's requests, as the mentor who got them or the mentee who sent them. One round trip.
 * @throws DomainError `not_signed_in`, `invalid_input`
 */
export async function listRequests(ctx: ReadContext, input: RequestListInput): Promise<RequestList> {
  const userId = authorizeUser(ctx, "read:mentorship:own");
  const { as } = parseInput(requestListInputSchema, input);
  const side = as === "mentor" ? mentorships.mentorId : mentorships.menteeId;
  const [rows, [own]] = await ctx.db.batch([
    selectRequests(ctx, userId, eq(side, userId), LIMIT),
    ctx.db
      .select({ capacity: profiles.capacity, taken: profiles.activeMentees, isMentor: profiles.isMentor })
      .from(profiles)
      .where(eq(profiles.userId, userId)),
  ]);
  return {
    requests: rows.map(toRequestView),
    places: as === "mentor" && own?.isMentor ? { capacity: own.capacity, taken: own.taken } : null,
  };
}
