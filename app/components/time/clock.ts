type Instant = string | Date;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** "18:02" in that zone, on a clock of 24 hours. An unknown zone is read as UTC. */
export function timeIn(at: Instant, timeZone: string): string {
  const there = new Date(new Date(at).getTime() + offsetMinutes(timeZone, at) * MINUTE_MS);
  return there.toISOString().slice(11, 16);
}

/** "4 days", "5 hours", "20 minutes": what is left until then, in words; "no time" when it is over. */
export function timeLeft(until: Instant, now: Instant): string {
  const ms = new Date(until).getTime() - new Date(now).getTime();
  if (ms <= 0) return "no time";
  if (ms >= DAY_MS) return counted(Math.floor(ms / DAY_MS), "day");
  if (ms >= HOUR_MS) return counted(Math.floor(ms / HOUR_MS), "hour");
  return counted(Math.max(1, Math.floor(ms / MINUTE_MS)), "minute");
}

/** The place in an IANA name: "America/Port_of_Spain" → "Port of Spain". */
export const placeOf = (timeZone: string) => (timeZone.split("/").at(-1) ?? timeZone).replaceAll("_", " ");

/** Whether the zone is named after a place; "UTC" and "Etc/GMT+3" are not. */
export const namesPlace = (timeZone: string) => timeZone.includes("/") && !timeZone.startsWith("Etc/");

/** Minutes that the zone is ahead of UTC at that moment. */
export function offsetMinutes(timeZone: string, at: Instant): number {
  const wall: Record<string, number> = {};
  for (const { type, value } of clockOf(timeZone).formatToParts(new Date(at))) wall[type] = Number(value);
  const { year = 1970, month = 1, day = 1, hour = 0, minute = 0 } = wall;
  const asUtc = Date.UTC(year, month - 1, day, hour, minute);
  // the wall clock above has no seconds, so neither may the instant
  return Math.round(asUtc / MINUTE_MS) - Math.floor(new Date(at).getTime() / MINUTE_MS);
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Kept, since making one costs more than using it. */
function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known) return known;
  const clock = makeClock(timeZone);
  clocks.set(timeZone, clock);
  return clock;
}

function makeClock(timeZone: string): Intl.DateTimeFormat {
  const numeric = "numeric";
  const fields = { year: numeric, month: numeric, day: numeric, hour: numeric, minute: numeric } as const;
  const options = { ...fields, hourCycle: "h23", calendar: "iso8601" } as const;
  try {
    return new Intl.DateTimeFormat("en-GB", { ...options, timeZone });
  } catch {
    return new Intl.DateTimeFormat("en-GB", { ...options, timeZone: "UTC" });
  }
}

const counted = (n: number, noun: string) => `${n} ${noun}${n === 1 ? "" : "s"}`;
