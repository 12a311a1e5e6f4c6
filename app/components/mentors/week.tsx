import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useReader } from "#app/hooks/use-reader.ts";
import { clockOf } from "#app/profile/draft.ts";
import type { AvailabilityRule } from "#domain/profiles/schema.ts";
import { timeThere } from "../time/calendar.ts";
import { namesPlace, offsetMinutes, placeOf } from "../time/clock.ts";
import { type Slot, weekInMyTime } from "./week-in-my-time.ts";

const parts = [
  { name: "Night, 00 to 08", from: 0, to: 480 },
  { name: "Day, 08 to 17", from: 480, to: 1020 },
  { name: "Evening, 17 to 24", from: 1020, to: 1440 },
];
const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

export interface WeekProps {
  /** What one calls the mentor. */
  name: string;
  rules: AvailabilityRule[];
  mentorZone: string;
  bothFree: { from: string; to: string }[];
  /** Where a shared hour leads. */
  askPath: string;
}

/** The mentor's coming week in the reader's time: both free is filled and a link, theirs alone is outlined. */
export function Week({ name, rules, mentorZone, bothFree, askPath }: WeekProps) {
  const { timeZone, now } = useReader();
  const slots = weekInMyTime({ rules, mentorZone, readerZone: timeZone, now, bothFree });
  const place = namesPlace(timeZone) ? placeOf(timeZone) : timeZone;
  if (slots.length === 0)
    return <p className="soft">{name} has not said when. Ask, and you will find an hour.</p>;
  return (
    <>
      <table className="week">
        <caption className="vh">
          {name}’s free hours in the coming seven days, in your time ({place})
        </caption>
        <thead>
          <tr>
            {daysFrom(now, timeZone).map(({ weekday, date }, day) => (
              <th key={date} scope="col" className={day === 0 ? "today" : undefined}>
                {weekday}
                <br />
                {date}
              </th>
            ))}
          </tr>
        </thead>
        {parts.map((part) => (
          <PartOfDay key={part.name} part={part} slots={slots} askPath={askPath} />
        ))}
      </table>
      <p className="key">
        {bothFree.length > 0 && (
          <span>
            <i className="solid" />
            both free
          </span>
        )}
        <span>
          <i />
          only {name}
        </span>
      </p>
      <p className="small soft mt-2">
        {place} time. For {name} it is {timeThere(mentorZone, timeZone, now)}.
      </p>
    </>
  );
}

function PartOfDay({
  part,
  slots,
  askPath,
}: {
  part: (typeof parts)[number];
  slots: Slot[];
  askPath: string;
}) {
  const inPart = slots.filter(({ start }) => start >= part.from && start < part.to);
  return (
    <tbody>
      <tr>
        <th colSpan={7} scope="rowgroup">
          {part.name}
        </th>
      </tr>
      <tr>
        {weekdays.map((_, day) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a column is its day
          <td key={day}>
            {inPart
              .filter((slot) => slot.day === day)
              .map((slot) => (
                <Cell key={slot.start} slot={slot} askPath={askPath} />
              ))}
          </td>
        ))}
      </tr>
    </tbody>
  );
}

function Cell({ slot, askPath }: { slot: Slot; askPath: string }): ReactNode {
  const hours = (
    <>
      {clockOf(slot.start)}
      <br />
      {slot.end === 1440 ? "24:00" : clockOf(slot.end)}
    </>
  );
  if (!slot.bothFree) return <span className="slot">{hours}</span>;
  return (
    <Link className="slot both" to={askPath}>
      <span>{hours}</span>
      <span className="vh">, you are both free</span>
    </Link>
  );
}

/** Today and the six days after it, on the reader's calendar. */
function daysFrom(now: string, timeZone: string) {
  const local = new Date(now).getTime() + offsetMinutes(timeZone, now) * 60_000;
  return weekdays.map((_, day) => {
    const date = new Date(local + day * 86_400_000);
    return { weekday: weekdays[(date.getUTCDay() + 6) % 7], date: date.getUTCDate() };
  });
}
