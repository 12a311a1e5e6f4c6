import { and, eq, isNull } from "drizzle-orm";
import { profiles } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import { commitVerification } from "./commit-verification.ts";

/**
 * Says that somebody of the staff has checked who a mentor is; search can ask for it, and their page shows it. Once
 * said, saying it again changes nothing. Two round trips at most.
 * @throws DomainError `not_allowed`, `invalid_input`, `not_found` (no such mentor)
 */
export function verifyMentor(ctx: ReadContext, input: { userId: string }): Promise<void> {
  return commitVerification(ctx, input, {
    action: "mentor.verified",
    verifiedAt: ctx.now(),
    before: and(isNull(profiles.verifiedAt), eq(profiles.isMentor, true)),
  });
}
