import { recordDenial } from "../audit/record-denial.ts";
import type { RateRule, ReadContext } from "../context.ts";
import { DomainError } from "../errors.ts";

/** Forty at once, then one every seven minutes. */
const perPerson: RateRule = { limit: 200, periodMs: 86_400_000, burst: 40 };

/**
 * Keeps one person from filling rooms, and the store behind them, with files.
 * @throws DomainError `rate_limited`, and the refusal is recorded
 */
export async function limitUploads(ctx: ReadContext, userId: string, roomId: string): Promise<void> {
  const action = "create:attachment:own";
  const { allowed, retryAfterMs } = await ctx.limit(`${action}:${userId}`, perPerson);
  if (allowed) return;
  ctx.waitUntil(recordDenial(ctx, action, roomId));
  throw new DomainError("rate_limited", {
    message: "You have attached many files. Wait a little before the next.",
    retryAfterSeconds: Math.ceil(retryAfterMs / 1000),
  });
}
