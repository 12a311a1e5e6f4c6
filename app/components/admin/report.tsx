import type { ContextMessage, ReportView } from "#domain/reports/schema.ts";
import type { FormProblem } from "../../form-action.server.ts";
import { useReader } from "../../hooks/use-reader.ts";
import { Problem } from "../requests/problem.tsx";
import { moment } from "../time/calendar.ts";
import { ClockText } from "../time/clock-text.tsx";
import { Actions } from "../ui/actions.tsx";
import { ButtonLink } from "../ui/button.tsx";
import { ReportActs } from "./report-acts.tsx";

export interface ReportProps {
  report: ReportView;
  /** Why the last act on this report did not happen. */
  failed: FormProblem | null;
}

/** One report: who says what about whose message, the words while it is open, and what is to be done or was. */
export function Report({ report, failed }: ReportProps) {
  const { timeZone, now } = useReader();
  const { author, reporter, reason, roomTitle, createdAt, decision } = report;
  return (
    <li className="stack" id={report.id}>
      <div>
        <h2 className="h2">
          A message of <bdi>{author.name}</bdi>
        </h2>
        <p className="soft">
          {roomTitle === null ? (
            "In a conversation of two"
          ) : (
            <>
              In <bdi>{roomTitle}</bdi>
            </>
          )}
          , reported by <bdi>{reporter.name}</bdi>,{" "}
          <ClockText at={createdAt}>{moment(createdAt, timeZone, now)}</ClockText>
        </p>
      </div>
      <p className="text said" dir="auto">
        “{reason}”
      </p>
      {decision ? <Decided decision={decision} /> : <Words report={report} />}
      {failed && <Problem failed={failed} fieldId={`reason-${report.id}`} />}
      {!decision && <ReportActs report={report} failed={failed} />}
      <WaysOn report={report} />
    </li>
  );
}

/** The message as it stands, between those around it. */
function Words({ report }: Pick<ReportProps, "report">) {
  const { context, messageId, author, saidThen } = report;
  return (
    <>
      {context.length === 0 ? (
        <p className="text soft">
          What stands around it comes from the archive in a moment. Load the page again.
        </p>
      ) : (
        <ol className="reported" aria-label={`The message of ${author.name}, and what stands around it`}>
          {context.map((message) => (
            <Said key={message.id} message={message} isIt={message.id === messageId} />
          ))}
        </ol>
      )}
      {saidThen !== null && (
        <p className="text">
          When it was reported it said: <q dir="auto">{saidThen}</q>
        </p>
      )}
    </>
  );
}

function Said({ message, isIt }: { message: ContextMessage; isIt: boolean }) {
  const { timeZone, now } = useReader();
  const { authorName, sentAt, body, files, gone } = message;
  return (
    <li className={isIt ? "is-it" : undefined}>
      <p className="by">
        <b dir="auto">{authorName}</b> <ClockText at={sentAt}>{moment(sentAt, timeZone, now)}</ClockText>
        {isIt && <span className="small"> The reported message</span>}
      </p>
      {gone ? (
        <p className="soft">This is gone: it was taken back, or out.</p>
      ) : (
        <>
          {body !== "" && (
            <p className="text said" dir="auto">
              {body}
            </p>
          )}
          {files.length > 0 && (
            <p className="soft" dir="auto">
              With {files.join(", ")}
            </p>
          )}
        </>
      )}
    </li>
  );
}

function Decided({ decision }: { decision: NonNullable<ReportView["decision"]> }) {
  const { timeZone, now } = useReader();
  const { outcome, by, at, reason } = decision;
  return (
    <div>
      <p className="text">
        <bdi>{by}</bdi> {outcome === "removed" ? "took the message out" : "dismissed the report"},{" "}
        <ClockText at={at}>{moment(at, timeZone, now)}</ClockText>
        {reason !== null && ":"}
      </p>
      {reason !== null && (
        <p className="text said" dir="auto">
          “{reason}”
        </p>
      )}
    </div>
  );
}

/** To the author, and to the room with its slow mode where the reader is in it. */
function WaysOn({ report }: Pick<ReportProps, "report">) {
  const { author, roomId, isMember } = report;
  return (
    <Actions>
      {author.mentorPage && (
        <ButtonLink look="quiet" to={`/mentors/${author.id}`}>
          The page of {author.name}
        </ButtonLink>
      )}
      <ButtonLink look="quiet" to={`/admin?q=${encodeURIComponent(author.email)}`}>
        The account of {author.name}
      </ButtonLink>
      {isMember && (
        <ButtonLink look="quiet" to={`/conversations/${roomId}`}>
          The conversation, and its slow mode
        </ButtonLink>
      )}
    </Actions>
  );
}
