import { localTime, momentOf } from "./local-time.ts";
import type { DigestPeriod } from "./schema.ts";

/** In the morning, where the person lives. */
const DIGEST_MINUTE = 8 * 60;
const MONDAY = 1;

/** When the next digest is due after a moment: at eight each morning, or on Mondays; null without one. */
export function nextDigestAt(period: DigestPeriod, timeZone: string, after: Date): Date | null {
  if (period === "off") return null;
  const { day, weekday } = localTime(timeZone, after);
  for (let ahead = 0; ahead <= 8; ahead += 1) {
    const isDay = period === "daily" || ((weekday - 1 + ahead) % 7) + 1 === MONDAY;
    const at = momentOf(timeZone, day + ahead, DIGEST_MINUTE);
    if (isDay && at > after) return at;
  }
  throw new Error("every week has a Monday");
}
