import type { RequestView } from "#domain/mentorships/schema.ts";
import { firstName } from "../people/first-name.ts";
import { ActForm } from "./act-form.tsx";

/** The two ways in which a mentorship ends: what was wanted is reached, or it stops here. Neither can be undone. */
export function CloseMentorship({ request }: { request: RequestView }) {
  const name = firstName(request.other.name);
  const { id, actions } = request;
  if (!actions.includes("complete") && !actions.includes("end")) return null;
  return (
    <section className="section" aria-labelledby="close">
      <h2 id="close">When you are done</h2>
      <p className="text">
        The conversation stays readable for both of you. The place becomes free for somebody else, and this
        can’t be undone.
      </p>
      <div className="answer">
        {actions.includes("complete") && (
          <details className="unfold">
            <summary className="unfold-btn">We reached it</summary>
            <p className="text">
              “{request.goal}” is reached, and {name} hears that you say so.
            </p>
            <ActForm id={id} intent="complete" label={`Complete with ${name}`} pendingWords="Completing" />
          </details>
        )}
        {actions.includes("end") && (
          <details className="unfold">
            <summary className="unfold-btn">End it here</summary>
            <p className="text">{name} hears that the mentorship has ended.</p>
            <ActForm id={id} intent="end" label={`End with ${name}`} pendingWords="Ending" look="halted" />
          </details>
        )}
      </div>
    </section>
  );
}
