import { offsetMinutes } from "./clock.ts";

/** The moment at which a day ("2026-11-24") begins in a zone, as ISO; null for what is no day. */
export function startOfDay(day: string, timeZone: string): string | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return null;
  const utc = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(utc)) return null;
  const guess = new Date(utc - offsetMinutes(timeZone, new Date(utc)) * 60_000);
  // where the clocks change between the two, the offset of the guess is the right one
  return new Date(utc - offsetMinutes(timeZone, guess) * 60_000).toISOString();
}
