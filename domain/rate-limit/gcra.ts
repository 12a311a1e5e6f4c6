import type { RateAnswer, RateRule } from "../context.ts";

/**
 * The generic cell rate algorithm (ITU-T I.371, virtual scheduling): one number a key says when it is empty again.
 * @param emptyAt epoch ms at which the key has all its tries again; null for a new key
 * @returns the answer, and the number to keep (unchanged by a refusal)
 */
export function takeTry(
  rule: RateRule,
  emptyAt: number | null,
  now: number,
): RateAnswer & { emptyAt: number } {
  const costMs = rule.periodMs / rule.limit;
  const roomMs = costMs * (rule.burst ?? rule.limit);
  const before = Math.max(emptyAt ?? now, now);
  const retryAfterMs = Math.max(0, before + costMs - roomMs - now);
  const allowed = retryAfterMs === 0;
  const after = allowed ? before + costMs : before;
  return {
    allowed,
    limit: rule.burst ?? rule.limit,
    remaining: Math.max(0, Math.floor((roomMs - (after - now)) / costMs)),
    resetMs: after - now,
    retryAfterMs,
    emptyAt: after,
  };
}

/** The number to keep after one try is returned. */
export const returnTry = (rule: RateRule, emptyAt: number | null, now: number): number =>
  Math.max(now, (emptyAt ?? now) - rule.periodMs / rule.limit);
