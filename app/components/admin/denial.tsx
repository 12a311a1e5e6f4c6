import { useReader } from "../../hooks/use-reader.ts";
import { Stop } from "../line/line.tsx";
import { counted, exactMoment } from "../time/calendar.ts";
import { ClockText } from "../time/clock-text.tsx";
import { ButtonLink } from "../ui/button.tsx";

export interface DenialProps {
  denial: {
    actorId: string;
    actorName: string | null;
    action: string;
    targetId: string;
    minute: Date;
    count: number;
    requestId: string;
    ip: string | null;
  };
}

/** One refusal: who wanted what, and how often within that minute. */
export function Denial({ denial }: DenialProps) {
  const { timeZone, now } = useReader();
  const { actorId, actorName, action, targetId, minute, count, requestId, ip } = denial;
  const visitor = actorId.startsWith("anonymous");
  return (
    <Stop kind="ring">
      <div className="event">
        <div>
          <p className="what" dir="auto">
            <b>{actorName ?? (visitor ? "A visitor" : "Somebody who has left")}</b> was refused:{" "}
            <span className="code">{action}</span>
            {count > 1 && `, ${counted(count, "time")} within a minute`}
          </p>
          <p className="soft">
            <ClockText at={minute.toISOString()}>{exactMoment(minute, timeZone, now).slice(0, -3)}</ClockText>
            {ip && `, from ${ip}`}, request <span className="code">{requestId}</span>
          </p>
          {!visitor && (
            <p>
              <ButtonLink
                look="quiet"
                to={`/admin/audit?view=denials&actorId=${encodeURIComponent(actorId)}`}
              >
                All that was refused to them
              </ButtonLink>
            </p>
          )}
        </div>
        <p className="small">
          {targetId === "-" ? null : <span className="code">…{targetId.slice(-6)}</span>}
        </p>
      </div>
    </Stop>
  );
}
