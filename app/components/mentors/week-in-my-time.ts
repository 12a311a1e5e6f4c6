import type { AvailabilityRule } from "#domain/profiles/schema.ts";
import { offsetMinutes } from "../time/clock.ts";

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1440;
const DAYS = 7;

/** A stretch of one day of the reader's week, in minutes after the reader's midnight. */
export interface Slot {
  /** 0 is today. */
  day: number;
  start: number;
  /** 1440 is midnight at the end of the day. */
  end: number;
  bothFree: boolean;
}

export interface WeekOptions {
  /** In the mentor's zone. */
  rules: AvailabilityRule[];
  mentorZone: string;
  readerZone: string;
  now: string;
  /** Stretches in which the reader is free as well. */
  bothFree: { from: string; to: string }[];
}

/** The mentor's coming seven days on the reader's clock. A stretch that crosses the reader's midnight becomes two. */
export function weekInMyTime({ rules, mentorZone, readerZone, now, bothFree }: WeekOptions): Slot[] {
  const midnight = startOfDay(now, readerZone);
  const shared = bothFree.flatMap(({ from, to }) => split(at(from), at(to), midnight, readerZone, true));
  const theirs = rules.flatMap((rule) =>
    datesOf(rule, mentorZone, midnight).flatMap(([from, to]) => split(from, to, midnight, readerZone, false)),
  );
  const alone = theirs.filter((slot) => !shared.some((other) => covers(other, slot)));
  return [...shared, ...alone].sort((a, b) => a.day - b.day || a.start - b.start);
}

const at = (instant: string) => Math.floor(new Date(instant).getTime() / MINUTE_MS);

const covers = (a: Slot, b: Slot) => a.day === b.day && a.start <= b.start && a.end >= b.end;

/** Minutes since 1970 at which the reader's today began. */
function startOfDay(now: string, zone: string): number {
  const local = at(now) + offsetMinutes(zone, now);
  return local - (local % DAY_MINUTES) - offsetMinutes(zone, now);
}

/** When the rule holds in the coming days, as minutes since 1970; the offset is that of each date. */
function datesOf(rule: AvailabilityRule, zone: string, from: number): [number, number][] {
  const stretches: [number, number][] = [];
  for (let day = -1; day <= DAYS; day++) {
    const noon = from + day * DAY_MINUTES + DAY_MINUTES / 2;
    const local = noon + offsetMinutes(zone, new Date(noon * MINUTE_MS));
    const midnight = local - (local % DAY_MINUTES);
    if (isoWeekday(midnight) !== rule.weekday) continue;
    const utc = (minute: number) =>
      midnight + minute - offsetMinutes(zone, new Date((midnight + minute) * MINUTE_MS));
    stretches.push([utc(rule.startMinute), utc(rule.endMinute)]);
  }
  return stretches;
}

/** 1 Monday … 7 Sunday; day 0 of 1970 was a Thursday. */
const isoWeekday = (minutes: number) => ((Math.floor(minutes / DAY_MINUTES) + 3) % 7) + 1;

function split(from: number, to: number, midnight: number, zone: string, bothFree: boolean): Slot[] {
  // The reader's own clock may change within the week: each stretch is read by its own offset.
  const shift =
    offsetMinutes(zone, new Date(from * MINUTE_MS)) - offsetMinutes(zone, new Date(midnight * MINUTE_MS));
  const [start, end] = [from + shift - midnight, to + shift - midnight];
  const slots: Slot[] = [];
  for (let day = Math.floor(start / DAY_MINUTES); day * DAY_MINUTES < end; day++) {
    if (day < 0 || day >= DAYS) continue;
    const base = day * DAY_MINUTES;
    slots.push({ day, start: Math.max(start - base, 0), end: Math.min(end - base, DAY_MINUTES), bothFree });
  }
  return slots;
}
