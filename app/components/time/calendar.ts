import { offsetMinutes, placeOf, timeIn } from "./clock.ts";

type Instant = string | Date;

// Names of our own: server and browser carry different locale data, and a page must read the same in both.
const weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const months = "January February March April May June July August September October November December".split(
  " ",
);

const DAY_MS = 86_400_000;

function calendarDay(at: Instant, timeZone: string) {
  const there = new Date(new Date(at).getTime() + offsetMinutes(timeZone, at) * 60_000);
  return {
    year: there.getUTCFullYear(),
    month: months[there.getUTCMonth()] ?? "",
    day: there.getUTCDate(),
    weekday: weekdays[there.getUTCDay()] ?? "",
    number: Math.floor(there.getTime() / DAY_MS),
  };
}

/** Calendar days between a moment and now in that zone: 0 is today, negative lies ahead. */
export function daysAgo(at: Instant, timeZone: string, now: Instant): number {
  return calendarDay(now, timeZone).number - calendarDay(at, timeZone).number;
}

/** "Friday 20 November", with the year where it is another one than now. */
export function longDay(at: Instant, timeZone: string, now: Instant): string {
  const { weekday, day, month } = calendarDay(at, timeZone);
  return `${weekday} ${day} ${month}${otherYear(at, timeZone, now)}`;
}

/** "21 Nov", with the year where it is another one than now. */
export function shortDay(at: Instant, timeZone: string, now: Instant): string {
  const { day, month } = calendarDay(at, timeZone);
  return `${day} ${month.slice(0, 3)}${otherYear(at, timeZone, now)}`;
}

/** For a plate on the line: "Today, Tuesday 24 November", "Yesterday, …", or the long day alone. */
export function dayPlate(at: Instant, timeZone: string, now: Instant): string {
  const ago = daysAgo(at, timeZone, now);
  const near = ago === 0 ? "Today, " : ago === 1 ? "Yesterday, " : "";
  return near + longDay(at, timeZone, now);
}

/** For the end of a row: "18:04" today, "Mon" within the last six days, else "19 Nov". */
export function shortMoment(at: Instant, timeZone: string, now: Instant): string {
  const ago = daysAgo(at, timeZone, now);
  if (ago === 0) return timeIn(at, timeZone);
  if (ago > 0 && ago < 7) return calendarDay(at, timeZone).weekday.slice(0, 3);
  return shortDay(at, timeZone, now);
}

/** Under a row: "18:04" today, "Sunday, 17:20" within the last six days, else "19 Nov, 17:20". */
export function moment(at: Instant, timeZone: string, now: Instant): string {
  const ago = daysAgo(at, timeZone, now);
  if (ago === 0) return timeIn(at, timeZone);
  const day = ago > 0 && ago < 7 ? calendarDay(at, timeZone).weekday : shortDay(at, timeZone, now);
  return `${day}, ${timeIn(at, timeZone)}`;
}

/** "24 Nov, 17:58:41": for the audit trail, where seconds matter. */
export function exactMoment(at: Instant, timeZone: string, now: Instant): string {
  const seconds = String(new Date(at).getUTCSeconds()).padStart(2, "0");
  return `${shortDay(at, timeZone, now)}, ${timeIn(at, timeZone)}:${seconds}`;
}

/** "15:12 in Lisbon, 3 hours behind you": the time at another person's place, and its distance from the reader's. */
export function timeThere(theirZone: string, yourZone: string, now: Instant): string {
  const named = theirZone.includes("/") && !theirZone.startsWith("Etc/");
  const there = `${timeIn(now, theirZone)} ${named ? `in ${placeOf(theirZone)}` : "there now"}`;
  const hours = (offsetMinutes(theirZone, now) - offsetMinutes(yourZone, now)) / 60;
  if (hours === 0) return `${there}, the same as yours`;
  return `${there}, ${counted(Math.abs(hours), "hour")} ${hours < 0 ? "behind" : "ahead of"} you`;
}

/** "1 day", "4 days" */
export function counted(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}

function otherYear(at: Instant, timeZone: string, now: Instant): string {
  const { year } = calendarDay(at, timeZone);
  return year === calendarDay(now, timeZone).year ? "" : ` ${year}`;
}
