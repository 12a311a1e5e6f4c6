import { Link } from "@remix-run/react";
import type { RequestView } from "#domain/mentorships/schema.ts";
import { Stages } from "../line/stages.tsx";
import { firstName } from "../people/first-name.ts";
import { Monogram } from "../people/monogram.tsx";
import { shortDay, timeThere } from "../time/calendar.ts";
import { timeLeft } from "../time/clock.ts";
import { Actions } from "../ui/actions.tsx";
import { ButtonLink } from "../ui/button.tsx";
import { AnswerRequest } from "./answer-request.tsx";
import { Problem } from "./problem.tsx";
import type { FailedAct } from "./request-act.ts";
import { stagesOf } from "./stages-of.ts";
import { TakeBack } from "./take-back.tsx";

export interface RequestRowProps {
  request: RequestView;
  reader: { timeZone: string; now: string };
  /** An act on this request that did not happen. */
  failed: FailedAct | null;
  /** Of the other's name. */
  Heading: "h2" | "h3";
}

/** One request in the list: the mentee sees where it stands, the mentor what is asked and how to answer. */
export function RequestRow(props: RequestRowProps) {
  const { request, failed } = props;
  return (
    <li id={`request-${request.id}`}>
      <article className="person">
        <Monogram name={request.other.name} />
        {request.as === "mentee" ? <AskedHead {...props} /> : <WasAskedHead {...props} />}
        <div className="more">
          {failed && <Problem failed={failed} fieldId={`reason-${request.id}`} />}
          {request.as === "mentee" ? <Asked {...props} /> : <WasAsked {...props} />}
        </div>
      </article>
    </li>
  );
}

function AskedHead({ request, Heading }: RequestRowProps) {
  return (
    <div>
      <Heading className="h2">
        <Link to={`/requests/${request.id}`}>{request.other.name}</Link>
      </Heading>
      <p className="soft clamped" dir="auto">
        “{request.message}”
      </p>
    </div>
  );
}

function Asked({ request, reader }: RequestRowProps) {
  const { id, actions, state, roomId, declineReason, other } = request;
  return (
    <>
      <Stages label="Stages" stages={stagesOf(request, reader)} />
      {declineReason && (
        <blockquote className="text reason" dir="auto">
          <p className="said">“{declineReason}”</p>
        </blockquote>
      )}
      <Actions className="row-acts">
        {state === "active" && roomId && <OpenRoom roomId={roomId} name={other.name} />}
        {state === "active" && (
          <ButtonLink look="quiet" to={`/requests/${id}`}>
            Goal and how it ends
          </ButtonLink>
        )}
        {actions.includes("edit") && (
          <ButtonLink look="quiet" to={`/requests/${id}#change`}>
            Change my words
          </ButtonLink>
        )}
        {actions.includes("withdraw") && <TakeBack request={request} />}
        {actions.includes("review") && (
          <ButtonLink look={request.review ? "quiet" : "strong"} to={`/requests/${id}#review`}>
            {request.review ? "Change your review" : "Say how it was"}
          </ButtonLink>
        )}
        {(state === "declined" || state === "lapsed") && (
          <ButtonLink look="quiet" to="/mentors">
            Find somebody now
          </ButtonLink>
        )}
      </Actions>
    </>
  );
}

function WasAskedHead({ request, reader, Heading }: RequestRowProps) {
  const { other, expiresAt, state } = request;
  return (
    <div>
      <Heading className="h2">
        <Link to={`/requests/${request.id}`}>{other.name}</Link>
      </Heading>
      <p className="soft" dir="auto">
        {other.headline}
      </p>
      <p className="soft">{timeThere(other.timeZone, reader.timeZone, reader.now)}</p>
      {state === "pending" && expiresAt && (
        <p className="left">{timeLeft(expiresAt, reader.now)} left to answer</p>
      )}
      {state !== "pending" && <p>{standsAt(request, reader)}</p>}
    </div>
  );
}

function WasAsked({ request, failed }: RequestRowProps) {
  const { state, roomId, other, message, goal, id } = request;
  const open = state === "pending" || state === "waiting";
  return (
    <>
      {open && (
        <blockquote className="text" dir="auto">
          <p className="lead said">“{message}”</p>
        </blockquote>
      )}
      <dl className="facts">
        <div>
          <dt>Afterwards</dt> <dd dir="auto">“{goal}”</dd>
        </div>
      </dl>
      {open && <AnswerRequest request={request} failed={failed} />}
      {state === "active" && (
        <Actions className="row-acts">
          {roomId && <OpenRoom roomId={roomId} name={other.name} />}
          <ButtonLink look="quiet" to={`/requests/${id}`}>
            Goal and how it ends
          </ButtonLink>
        </Actions>
      )}
    </>
  );
}

function OpenRoom({ roomId, name }: { roomId: string; name: string }) {
  return (
    <ButtonLink look="strong" to={`/conversations/${roomId}#newest`}>
      Open the conversation <span className="sr-only">with {firstName(name)}</span>
    </ButtonLink>
  );
}

/** Where a request stands that is not pending, as a mentor reads it. */
export function standsAt(request: RequestView, { timeZone, now }: RequestRowProps["reader"]): string {
  const on = (instant: string | null) => shortDay(instant ?? request.updatedAt, timeZone, now);
  switch (request.state) {
    case "waiting":
      return `In line for a place of yours, number ${request.placeInLine ?? 1}`;
    case "active":
      return `Your mentee since ${on(request.respondedAt)}`;
    case "declined":
      return `You declined on ${on(request.respondedAt)}`;
    case "withdrawn":
      return `Taken back on ${on(request.endedAt)}`;
    case "lapsed":
      return `Ended without an answer on ${on(request.endedAt)}`;
    case "completed":
      return `Completed on ${on(request.endedAt)}`;
    case "ended":
      return `Ended on ${on(request.endedAt)}`;
    case "pending":
      return "";
  }
}
