import { DAYS_TO_ANSWER } from "#domain/mentorships/schema.ts";
import { longDay } from "../time/calendar.ts";
import { ClockText } from "../time/clock-text.tsx";

export interface NextStepsProps {
  /** What the mentor is called. */
  name: string;
  full: boolean;
  reader: { timeZone: string; now: string };
}

/** What happens after sending, as the line that lies ahead. */
export function NextSteps({ name, full, reader }: NextStepsProps) {
  const until = new Date(Date.parse(reader.now) + DAYS_TO_ANSWER * 86_400_000);
  return (
    <aside className="aside" aria-labelledby="next">
      <h2 className="h2" id="next">
        What happens next
      </h2>
      <ol className="along stops next-steps">
        <li className="stop you last-done">
          <h3>You are here</h3>
          <p className="soft">Writing. Nothing is sent yet.</p>
        </li>
        {full && (
          <li className="stop ahead">
            <h3>You stand in line</h3>
            <p className="soft">
              When a place is free and you are next, your request goes to {name} and you hear of it.
            </p>
          </li>
        )}
        <li className="stop ahead">
          <h3>{name} reads it</h3>
          <p className="soft">A letter and a notification say that you asked.</p>
        </li>
        <li className="stop ahead">
          <h3>Yes or no</h3>
          <p className="soft">
            {full ? (
              `Within ${DAYS_TO_ANSWER} days from then.`
            ) : (
              <>
                By{" "}
                <ClockText at={until.toISOString()}>{longDay(until, reader.timeZone, reader.now)}</ClockText>.
              </>
            )}{" "}
            Without an answer it ends by itself, and you can ask somebody else.
          </p>
        </li>
        <li className="stop ahead">
          <h3>You talk</h3>
          <p className="soft">A conversation opens for the two of you.</p>
        </li>
      </ol>
    </aside>
  );
}
