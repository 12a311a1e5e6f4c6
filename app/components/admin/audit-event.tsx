import { Link } from "@remix-run/react";
import { useReader } from "../../hooks/use-reader.ts";
import { Stop } from "../line/line.tsx";
import { exactMoment } from "../time/calendar.ts";
import { ClockText } from "../time/clock-text.tsx";
import { actionInWords, actorInWords } from "./action-words.ts";
import { type DiffRow, diffRows } from "./diff-rows.ts";

export interface AuditEventProps {
  event: {
    id: string;
    at: Date;
    actorKind: "user" | "anonymous" | "system";
    actorId: string | null;
    actorName: string | null;
    action: string;
    targetType: string;
    targetId: string;
    before?: unknown;
    after?: unknown;
    ip: string | null;
    userAgent: string | null;
    requestId: string;
  };
}

/** One change on the trail: who did what and when; what changed is folded beneath. */
export function AuditEvent({ event }: AuditEventProps) {
  const { timeZone, now } = useReader();
  const { at, actorKind, actorId, actorName, action, targetType, targetId } = event;
  const said = actionInWords(action);
  return (
    <Stop kind="done">
      <div className="event">
        <div>
          <p className="what" dir="auto">
            <b>{actorName ?? actorInWords(actorId, actorKind)}</b>{" "}
            {said ?? <span className="code">{action}</span>}
          </p>
          <p className="soft">
            <ClockText at={at.toISOString()}>{exactMoment(at, timeZone, now)}</ClockText>
          </p>
          <details className="unfold">
            <summary className="unfold-quiet">
              What changed<span className="sr-only">: {said ?? action}</span>
            </summary>
            <Proof event={event} />
          </details>
        </div>
        <p className="small">
          <Link className="by-target" to={`/admin/audit?targetId=${encodeURIComponent(targetId)}`}>
            {targetType} <span className="code">…{targetId.slice(-6)}</span>
          </Link>
        </p>
      </div>
    </Stop>
  );
}

function Proof({ event }: AuditEventProps) {
  const { actorId, action, targetId, ip, userAgent, requestId, before, after, id } = event;
  const rows = diffRows(before, after);
  return (
    <div className="proof">
      {rows.length > 0 ? <Diff rows={rows} /> : <p className="soft">Nothing but that it happened.</p>}
      <dl>
        <dt>Action</dt>
        <dd className="hash">{action}</dd>
        {actorId && (
          <>
            <dt>Actor</dt>
            <dd className="hash">
              <Link to={`/admin/audit?actorId=${encodeURIComponent(actorId)}`}>{actorId}</Link>
            </dd>
          </>
        )}
        <dt>Target</dt>
        <dd className="hash">{targetId}</dd>
        <dt>From</dt>
        <dd className="hash">{[ip, userAgent].filter(Boolean).join(", ") || "inside"}</dd>
        <dt>Request</dt>
        <dd className="hash">{requestId}</dd>
        <dt>Event</dt>
        <dd className="hash">{id}</dd>
      </dl>
    </div>
  );
}

function Diff({ rows }: { rows: DiffRow[] }) {
  return (
    <table className="diff">
      <caption className="sr-only">What changed</caption>
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Before</th>
          <th scope="col">After</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ field, before, after }) => (
          <tr key={field}>
            <th scope="row" className="code">
              {field}
            </th>
            <td data-th="was">
              {before === null ? <span className="soft">–</span> : <del className="code">{before}</del>}
            </td>
            <td data-th="is">
              {after === null ? <span className="soft">–</span> : <ins className="code">{after}</ins>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
