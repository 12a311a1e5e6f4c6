import { Link } from "@remix-run/react";
import { MAX_REASON_LENGTH, type RequestView } from "#domain/mentorships/schema.ts";
import { firstName } from "../people/first-name.ts";
import { TextArea } from "../ui/text-field.tsx";
import { ActForm } from "./act-form.tsx";
import { type FailedAct, typedIn } from "./request-act.ts";

/** A mentor's yes or no. Both are one press away and weigh the same; a no takes a reason. */
export function AnswerRequest({ request, failed }: { request: RequestView; failed: FailedAct | null }) {
  const { id, other, actions } = request;
  const name = firstName(other.name);
  const declining = failed?.values.intent === "decline" ? failed : null;
  const full = actions.includes("accept") && request.places.taken >= request.places.capacity;
  return (
    <div className="answer">
      {full && (
        <p className="soft w-full">
          All your places are taken. <Link to="/profile">Take more mentees</Link> to accept {name}; until then
          the request stays open.
        </p>
      )}
      {actions.includes("accept") && (
        <ActForm id={id} intent="accept" label={`Accept ${name}`} pendingWords="Accepting" />
      )}
      {actions.includes("decline") && (
        <details className="unfold" open={declining !== null}>
          <summary className="unfold-btn">
            Decline <span className="sr-only">{name}</span>
          </summary>
          <ActForm id={id} intent="decline" label={`Decline ${name}`} pendingWords="Declining" look="second">
            <TextArea
              name="reason"
              id={`reason-${id}`}
              label={`A word to ${name} on why`}
              hint={`${name} reads it with your no.`}
              error={declining?.fields.reason}
              defaultValue={typedIn(declining?.values, "reason")}
              maxLength={MAX_REASON_LENGTH}
              rows={3}
            />
          </ActForm>
        </details>
      )}
    </div>
  );
}
