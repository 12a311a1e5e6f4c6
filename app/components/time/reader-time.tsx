import { useReader } from "#app/hooks/use-reader.ts";
import { longDay, moment } from "./calendar.ts";
import { namesPlace, placeOf, timeIn } from "./clock.ts";
import { ClockText } from "./clock-text.tsx";

/** A moment in the reader's zone: "18:04" today, "Sunday, 17:20" within six days, else "19 Nov, 17:20". */
export function ReaderTime({ at }: { at: string }) {
  const { timeZone, now } = useReader();
  return <ClockText at={at}>{moment(at, timeZone, now)}</ClockText>;
}

/** A calendar day in the reader's zone: "Friday 20 November". */
export function ReaderDay({ at }: { at: string }) {
  const { timeZone, now } = useReader();
  return <ClockText at={at}>{longDay(at, timeZone, now)}</ClockText>;
}

/** Another person's place and the clock there: "Toronto, 10:12 there now", on two lines beside a result. */
export function Place({ timeZone }: { timeZone: string }) {
  const { now } = useReader();
  return (
    <p className="place">
      {namesPlace(timeZone) && (
        <>
          {placeOf(timeZone)}
          <span>, </span>
          <br />
        </>
      )}
      <ClockText at={now}>{timeIn(now, timeZone)}</ClockText> there now
    </p>
  );
}
