import { recordDenial } from "../audit/record-denial.ts";
import type { RateRule, ReadContext } from "../context.ts";
import { DomainError } from "../errors.ts";

/** Ten at once, which is a bad day; then one in less than an hour and a half. */
const perReporter: RateRule = { limit: 20, periodMs: 86_400_000, burst: 10 };

/**
 * Keeps one person from burying the moderators.
 * @throws DomainError `rate_limited`, and the refusal is recorded
 */
export async function limitReports(ctx: ReadContext, userId: string, messageId: string): Promise<void> {
  const action = "report:message:own";
  const { allowed, retryAfterMs } = await ctx.limit(`${action}:${userId}`, perReporter);
  if (allowed) return;
  ctx.waitUntil(recordDenial(ctx, action, messageId));
  throw new DomainError("rate_limited", {
    message: "You have reported many messages. The moderators look at those first.",
    retryAfterSeconds: Math.ceil(retryAfterMs / 1000),
  });
}
