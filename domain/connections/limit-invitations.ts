import { recordDenial } from "../audit/record-denial.ts";
import type { RateRule, ReadContext } from "../context.ts";
import { DomainError } from "../errors.ts";

const DAY_MS = 86_400_000;
/** Twenty at once, then one every hour or so. */
const perInviter: RateRule = { limit: 20, periodMs: DAY_MS };
/** Who said no, or whose invitation was taken back, hears of the same person three times a month at most. */
const perPair: RateRule = { limit: 3, periodMs: 30 * DAY_MS };

/**
 * Keeps one person from flooding many, or one, with invitations.
 * @throws DomainError `rate_limited`, and the refusal is recorded
 */
export async function limitInvitations(ctx: ReadContext, userId: string, otherId: string): Promise<void> {
  const action = "invite:connection:own";
  const answers = await Promise.all([
    ctx.limit(`${action}:${userId}`, perInviter),
    ctx.limit(`${action}:${userId}:${otherId}`, perPair),
  ]);
  if (answers.every(({ allowed }) => allowed)) return;
  ctx.waitUntil(recordDenial(ctx, action, otherId));
  const retryAfterMs = Math.max(...answers.map((answer) => answer.retryAfterMs));
  throw new DomainError("rate_limited", {
    message: "You have sent many invitations. Wait until some are answered.",
    retryAfterSeconds: Math.ceil(retryAfterMs / 1000),
  });
}
