import type { RequestView } from "#domain/mentorships/schema.ts";
import { Stages } from "../line/stages.tsx";
import { firstName } from "../people/first-name.ts";
import { timeLeft } from "../time/clock.ts";
import { Actions } from "../ui/actions.tsx";
import { ButtonLink } from "../ui/button.tsx";
import { AnswerRequest } from "./answer-request.tsx";
import { Problem } from "./problem.tsx";
import { type FailedAct, typedIn } from "./request-act.ts";
import { standsAt } from "./request-row.tsx";
import { stagesOf } from "./stages-of.ts";
import { TakeBack } from "./take-back.tsx";

export interface RequestDetailsProps {
  request: RequestView;
  reader: { timeZone: string; now: string };
  failed: FailedAct | null;
}

/** One request in full: where it stands, its words, and what may be done with it now. */
export function RequestDetails({ request, reader, failed }: RequestDetailsProps) {
  const { state, as, actions, roomId, declineReason, other } = request;
  const elsewhere = failed && !["edit", "review"].includes(typedIn(failed.values, "intent")) ? failed : null;
  return (
    <section className="section" aria-labelledby="stands">
      <h2 id="stands">{headline(request, reader)}</h2>
      {elsewhere && <Problem failed={elsewhere} fieldId={`reason-${request.id}`} />}
      {as === "mentee" && <Stages label="Stages" stages={stagesOf(request, reader)} />}
      <dl className="words">
        <dt>
          {as === "mentee"
            ? "You asked"
            : `${firstName(other.name)} ${state === "pending" || state === "waiting" ? "asks" : "asked"}`}
        </dt>
        <dd className="lead said" dir="auto">
          “{request.message}”
        </dd>
        <dt>Afterwards</dt>
        <dd className="text" dir="auto">
          “{request.goal}”
        </dd>
        {declineReason && (
          <>
            <dt>{as === "mentee" ? `${firstName(other.name)} on why not` : "You on why not"}</dt>
            <dd className="text said" dir="auto">
              “{declineReason}”
            </dd>
          </>
        )}
      </dl>
      {(actions.includes("accept") || actions.includes("decline")) && (
        <AnswerRequest request={request} failed={failed} />
      )}
      <Actions>
        {roomId && (
          <ButtonLink look={state === "active" ? "filled" : "quiet"} to={`/conversations/${roomId}#newest`}>
            Open the conversation
          </ButtonLink>
        )}
        {actions.includes("withdraw") && <TakeBack request={request} />}
      </Actions>
    </section>
  );
}

/** One sentence on where it stands. */
function headline(request: RequestView, reader: RequestDetailsProps["reader"]): string {
  const { state, as, expiresAt, other, placeInLine } = request;
  const name = firstName(other.name);
  if (state === "pending" && expiresAt) {
    const left = timeLeft(expiresAt, reader.now);
    return as === "mentor" ? `${left} left to answer` : `${name} has ${left} left to answer`;
  }
  if (as === "mentor") return standsAt(request, reader);
  if (state === "waiting") return placeInLine === 1 ? "You are next in line" : `Place ${placeInLine} in line`;
  if (state === "active") return `You and ${name} are talking`;
  const words = {
    pending: "Sent",
    declined: `${name} declined`,
    withdrawn: "You took it back",
    lapsed: "It ended without an answer. It was not about you.",
    completed: "Completed",
    ended: "Ended",
  } as const;
  return words[state];
}
