import { isNotNull } from "drizzle-orm";
import { profiles } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import { commitVerification } from "./commit-verification.ts";

/**
 * Takes back that a mentor has been checked. Where it was never said there is nothing to do. Two round trips at most.
 * @throws DomainError `not_allowed`, `invalid_input`, `not_found` (no such mentor)
 */
export function unverifyMentor(ctx: ReadContext, input: { userId: string }): Promise<void> {
  return commitVerification(ctx, input, {
    action: "mentor.unverified",
    verifiedAt: null,
    before: isNotNull(profiles.verifiedAt),
  });
}
