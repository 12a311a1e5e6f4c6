import { recordDenial } from "../audit/record-denial.ts";
import type { RateRule, ReadContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import type { Permission } from "../permissions.ts";

/** Ten tries, then one every half minute. */
const perAccount: RateRule = { limit: 10, periodMs: 300_000 };
/** Many people may share an address: fifty tries, then one every six seconds. */
const perAddress: RateRule = { limit: 50, periodMs: 300_000 };

/**
 * Limits what strangers may try, per address and per account, and records a refusal.
 * @returns a function that gives the tries back, for those that turned out to be fine
 * @throws DomainError `rate_limited`
 */
export async function limitTries(
  ctx: ReadContext,
  action: Permission,
  email: string,
): Promise<() => Promise<void>> {
  const account = await accountKey(email);
  const keys: [string, RateRule][] = [
    [`${action}:${account}`, perAccount],
    [`${action}:address:${ctx.ip ?? "unknown"}`, perAddress],
  ];
  const answers = await Promise.all(keys.map(([key, rule]) => ctx.limit(key, rule)));
  const retryAfterMs = Math.max(...answers.map((answer) => answer.retryAfterMs));
  if (answers.some((answer) => !answer.allowed)) {
    ctx.waitUntil(recordDenial(ctx, action, account));
    throw new DomainError("rate_limited", { retryAfterSeconds: Math.ceil(retryAfterMs / 1000) });
  }
  return async () => {
    await Promise.all(keys.map(([key, rule]) => ctx.giveBack(key, rule)));
  };
}

/** Stands for an e-mail address in keys and in the trail of denials, whether an account has it or not. */
export async function accountKey(email: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(email));
  const hex = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return `account:${hex.slice(0, 32)}`;
}
