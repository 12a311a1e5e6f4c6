const MINUTE_MS = 60_000;
const DAY_MINUTES = 1_440;

/** Minutes that a zone is ahead of UTC at a moment; an unknown zone is read as UTC. */
function offsetMinutes(timeZone: string, at: Date): number {
  const wall: Record<string, number> = {};
  for (const { type, value } of clockOf(timeZone).formatToParts(at)) wall[type] = Number(value);
  const { year = 1970, month = 1, day = 1, hour = 0, minute = 0 } = wall;
  return Date.UTC(year, month - 1, day, hour, minute) / MINUTE_MS - Math.floor(at.getTime() / MINUTE_MS);
}

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const numeric = "numeric";
  const fields = { year: numeric, month: numeric, day: numeric, hour: numeric, minute: numeric } as const;
  const options = { ...fields, hourCycle: "h23", calendar: "iso8601" } as const;
  try {
    return new Intl.DateTimeFormat("en-GB", { ...options, timeZone });
  } catch {
    return new Intl.DateTimeFormat("en-GB", { ...options, timeZone: "UTC" });
  }
}

export interface LocalTime {
  /** Days since 1970-01-01 on the calendar there. */
  day: number;
  /** 1 Monday … 7 Sunday (ISO 8601). */
  weekday: number;
  /** After midnight, in whole minutes. */
  minute: number;
}

/** What calendar and clock say there. */
export function localTime(timeZone: string, at: Date): LocalTime {
  const minutes = Math.floor(at.getTime() / MINUTE_MS) + offsetMinutes(timeZone, at);
  const day = Math.floor(minutes / DAY_MINUTES);
  // 1970-01-01 was a Thursday
  return { day, weekday: ((day + 3) % 7) + 1, minute: minutes - day * DAY_MINUTES };
}

/**
 * The moment at which calendar and clock say so there. A time that the clock skips in spring is the one an hour later;
 * of one that it shows twice in autumn it is the first or the second.
 */
export function momentOf(timeZone: string, day: number, minute: number): Date {
  const asUtcMs = (day * DAY_MINUTES + minute) * MINUTE_MS;
  const guess = new Date(asUtcMs - offsetMinutes(timeZone, new Date(asUtcMs)) * MINUTE_MS);
  return new Date(asUtcMs - offsetMinutes(timeZone, guess) * MINUTE_MS);
}
