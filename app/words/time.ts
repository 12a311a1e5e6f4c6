const weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"] as const;
const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** An instant, as ISO 8601 text or as a date. */
export type Instant = string | Date;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatFor(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const options = { hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric" } as const;
  const clock = { hour: "2-digit", minute: "2-digit", second: "2-digit" } as const;
  const make = (zone: string) =>
    new Intl.DateTimeFormat("en-GB", { ...options, ...clock, timeZone: zone, calendar: "iso8601" });
  let format: Intl.DateTimeFormat;
  try {
    format = make(timeZone);
  } catch {
    format = make("UTC");
  }
  formats.set(timeZone, format);
  return format;
}

/**
 * Clock and calendar of a place. The words around them are ours and not the platform's: server and browser
 * carry different locale data, and a page must read the same in both.
 */
function wallClock(instant: Instant, timeZone: string) {
  const parts: Record<string, number> = {};
  for (const { type, value } of formatFor(timeZone).formatToParts(new Date(instant))) {
    parts[type] = Number(value);
  }
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  const asUtc = Date.UTC(year, month - 1, day, hour, minute, second);
  return { year, month, day, hour, minute, asUtc, dayNumber: Math.floor(asUtc / DAY_MS) };
}

const two = (n: number) => String(n).padStart(2, "0");
const weekdayOf = (dayNumber: number) => weekdays[(dayNumber + 4) % 7] ?? "";
const monthOf = (month: number) => months[month - 1] ?? "";

/** "18:04" */
export function clockTime(instant: Instant, timeZone: string): string {
  const { hour, minute } = wallClock(instant, timeZone);
  return `${two(hour)}:${two(minute)}`;
}

/** "Friday 20 November", with the year where it is another one than now. */
export function longDay(instant: Instant, timeZone: string, now: Instant): string {
  const then = wallClock(instant, timeZone);
  const year = then.year === wallClock(now, timeZone).year ? "" : ` ${then.year}`;
  return `${weekdayOf(then.dayNumber)} ${then.day} ${monthOf(then.month)}${year}`;
}

/** "Today, Tuesday 24 November", "Yesterday, …", or the long day alone. */
export function dayPlate(instant: Instant, timeZone: string, now: Instant): string {
  const ago = daysAgo(instant, timeZone, now);
  const prefix = ago === 0 ? "Today, " : ago === 1 ? "Yesterday, " : "";
  return prefix + longDay(instant, timeZone, now);
}

/** Calendar days between an instant and now in that place: 0 is today. */
export function daysAgo(instant: Instant, timeZone: string, now: Instant): number {
  return wallClock(now, timeZone).dayNumber - wallClock(instant, timeZone).dayNumber;
}

/** "21 Nov", with the year where it is another one than now. */
export function shortDay(instant: Instant, timeZone: string, now: Instant): string {
  const then = wallClock(instant, timeZone);
  const year = then.year === wallClock(now, timeZone).year ? "" : ` ${then.year}`;
  return `${then.day} ${monthOf(then.month).slice(0, 3)}${year}`;
}

/** For lists: "18:04" today, "Mon" within the last six days, else "19 Nov". */
export function shortMoment(instant: Instant, timeZone: string, now: Instant): string {
  const ago = daysAgo(instant, timeZone, now);
  if (ago === 0) return clockTime(instant, timeZone);
  if (ago > 0 && ago < 7) return weekdayOf(wallClock(instant, timeZone).dayNumber).slice(0, 3);
  return shortDay(instant, timeZone, now);
}

/** "18:04" today, "Sunday, 17:20" within the last six days, else "19 Nov, 17:20". */
export function moment(instant: Instant, timeZone: string, now: Instant): string {
  const clock = clockTime(instant, timeZone);
  const ago = daysAgo(instant, timeZone, now);
  if (ago === 0) return clock;
  if (ago > 0 && ago < 7) return `${weekdayOf(wallClock(instant, timeZone).dayNumber)}, ${clock}`;
  return `${shortDay(instant, timeZone, now)}, ${clock}`;
}

/** "24 Nov, 17:58:41": for the audit trail, where seconds matter. */
export function exactMoment(instant: Instant, timeZone: string, now: Instant): string {
  const seconds = two(new Date(instant).getUTCSeconds());
  return `${shortDay(instant, timeZone, now)}, ${clockTime(instant, timeZone)}:${seconds}`;
}

/** "4 days left", "19 hours left", "less than an hour left", or "no time left". */
export function timeLeft(until: Instant, now: Instant): string {
  const ms = new Date(until).getTime() - new Date(now).getTime();
  if (ms <= 0) return "no time left";
  if (ms < HOUR_MS) return "less than an hour left";
  if (ms < 2 * DAY_MS) return `${counted(Math.floor(ms / HOUR_MS), "hour")} left`;
  return `${counted(Math.floor(ms / DAY_MS), "day")} left`;
}

/** "1 day", "4 days" */
export function counted(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}

/** "Lisbon" from "Europe/Lisbon"; null where the zone names no place. */
export function placeOf(timeZone: string): string | null {
  if (!timeZone.includes("/") || timeZone.startsWith("Etc/")) return null;
  return timeZone.slice(timeZone.lastIndexOf("/") + 1).replaceAll("_", " ");
}

/** "15:12 in Lisbon, 3 hours behind you": the time at another person's place, and how far it is from the reader's. */
export function timeThere(theirZone: string, yourZone: string, now: Instant): string {
  const place = placeOf(theirZone);
  const there = `${clockTime(now, theirZone)}${place ? ` in ${place}` : " there now"}`;
  const minutes = Math.round((wallClock(now, theirZone).asUtc - wallClock(now, yourZone).asUtc) / MINUTE_MS);
  if (minutes === 0) return `${there}, the same as yours`;
  const hours = Math.abs(minutes) / 60;
  return `${there}, ${hours} ${hours === 1 ? "hour" : "hours"} ${minutes < 0 ? "behind" : "ahead of"} you`;
}
