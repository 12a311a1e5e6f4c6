import { localTime, momentOf } from "./local-time.ts";
import type { Quiet } from "./schema.ts";

/** When the person's quiet hours end, if it is quiet now where they live; else null. */
export function quietUntil(quiet: Quiet, timeZone: string, now: Date): Date | null {
  if (!quiet || quiet.from === quiet.until) return null;
  const { day, minute } = localTime(timeZone, now);
  const overnight = quiet.from > quiet.until;
  const afterFrom = minute >= quiet.from;
  const beforeUntil = minute < quiet.until;
  if (overnight ? !afterFrom && !beforeUntil : !(afterFrom && beforeUntil)) return null;
  return momentOf(timeZone, beforeUntil ? day : day + 1, quiet.until);
}
