import type { pushSubscriptions } from "#db/tables/index.ts";

type Failures = Pick<typeof pushSubscriptions.$inferSelect, "failures" | "failedAt">;

const HOUR_MS = 60 * 60 * 1_000;
/** Failures within so long count as one: a bad day of a push service is no more than that, however much was sent on it. */
const COUNTED_ONCE_MS = 24 * HOUR_MS;
/** So many, none taken in between, and nobody is there: at least six days, and a push on each of seven. */
const MAX_FAILURES = 7;
/** What is pushed so soon after the first failure still has all its tries: a push service is given the time to come back. */
const GRACE_MS = HOUR_MS;

const sinceMs = ({ failedAt }: Failures, now: Date) => (failedAt ? now.getTime() - failedAt.getTime() : null);

/**
 * Whether a browser had taken nothing for a while by then: a push that was made then is tried once. Not when it is tried,
 * for a service may ask for so long a wait that the second try of the first push that fails comes after the grace.
 */
export function isFailing(device: Failures, then: Date): boolean {
  return device.failures > 1 || (sinceMs(device, then) ?? 0) >= GRACE_MS;
}

/** What a failure now means: nothing further (it is counted already), one more, or the end. */
export function weigh(device: Failures, now: Date): "counted" | "counts" | "last" {
  if ((sinceMs(device, now) ?? COUNTED_ONCE_MS) < COUNTED_ONCE_MS) return "counted";
  return device.failures + 1 < MAX_FAILURES ? "counts" : "last";
}
