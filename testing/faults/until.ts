import { setTimeout as delay } from "node:timers/promises";

/**
 * Waits until the check holds.
 * @throws Error naming what was waited for
 */
export async function until(
  what: string,
  withinMs: number,
  check: () => boolean | Promise<boolean>,
): Promise<void> {
  const endsAt = Date.now() + withinMs;
  while (!(await check())) {
    if (Date.now() > endsAt) throw new Error(`Not within ${withinMs / 1000} s: ${what}`);
    await delay(25);
  }
}
