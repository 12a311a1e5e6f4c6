import { type SQL, sql } from "drizzle-orm";

/** Whose hours are compared with the mentors': their own, or Monday to Friday from 9 to 17 where none are saved. */
export interface HoursOf {
  userId: string | null;
  /** IANA name. */
  timeZone: string;
  now: Date;
}

/**
 * Common table expression `reader_hours (span)`: when the reader is free, from yesterday to a week from now.
 * Each span is made of the local clock on its own date, so that summer time counts on the day it begins.
 */
export function readerHours({ userId, timeZone, now }: HoursOf): SQL {
  return sql`reader_hours as materialized (
    select ${span(sql`day`, sql`h`, sql`${timeZone}`)} as span
    from (select ${isoDay(now)}::date + n as day from generate_series(-1, 8) n) days
    join (
      select weekday::int, start_minute::int, end_minute::int from availability_rules
        where profile_id = ${userId}::uuid
      union all
      select weekday, 9 * 60, 17 * 60 from generate_series(1, 5) weekday
        where not exists (select 1 from availability_rules where profile_id = ${userId}::uuid)
    ) h on h.weekday = extract(isodow from day))`;
}

/** The mentor's hours of the coming week inside `reader_hours`, as rows `(span)`. */
export function commonHours(now: Date, alias: string): SQL {
  const mentor = sql.identifier(alias);
  const today = sql`${isoDay(now)}::date`;
  return sql`select reader_hours.span * its.span as span
    from availability_rules h
    cross join lateral (select ${today} + (h.weekday - extract(isodow from ${today})::int + 7) % 7 as day) d
    cross join lateral (select ${span(sql`d.day`, sql`h`, sql`${mentor}.time_zone`)} as span) its
    join reader_hours on reader_hours.span && its.span
    where h.profile_id = ${mentor}.user_id`;
}

/** A condition: at least so many hours in common. */
export function commonHoursAtLeast(hours: number, now: Date, alias: string): SQL {
  return sql`(select coalesce(sum(extract(epoch from upper(span) - lower(span))), 0)
    from (${commonHours(now, alias)}) common) >= ${hours * 3600}`;
}

const isoDay = (now: Date) => now.toISOString().slice(0, 10);

/** Ordered by hand: on the night when the clock jumps ahead, a time that does not exist lands after a later one. */
function span(day: SQL, hours: SQL, timeZone: SQL): SQL {
  const at = (minute: string) =>
    sql`((${day} + make_interval(mins => ${hours}.${sql.identifier(minute)}::int)) at time zone ${timeZone})`;
  return sql`tstzrange(least(${at("start_minute")}, ${at("end_minute")}), greatest(${at("start_minute")}, ${at("end_minute")}))`;
}

/** "Wednesdays, 20:00 to 21:30 your time"; at most two stretches are spelt out. */
export function sayHours(spans: { from: string; to: string }[], timeZone: string): string {
  const day = new Intl.DateTimeFormat("en-GB", { weekday: "long", timeZone });
  const clock = new Intl.DateTimeFormat("en-GB", {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone,
  });
  const sorted = spans.toSorted((a, b) => a.from.localeCompare(b.from));
  const said = sorted.slice(0, 2).map(({ from, to }) => {
    const [start, end] = [new Date(from), new Date(to)];
    return `${day.format(start)}s, ${clock.format(start)} to ${clock.format(end)}`;
  });
  const more = sorted.length > 2 ? `; and ${sorted.length - 2} more` : "";
  return `${said.join("; ")} your time${more}`;
}
