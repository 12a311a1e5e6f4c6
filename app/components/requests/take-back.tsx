import type { RequestView } from "#domain/mentorships/schema.ts";
import { firstName } from "../people/first-name.ts";
import { ActForm } from "./act-form.tsx";

/** Withdrawing ends the request, so it is asked once more, in place. */
export function TakeBack({ request }: { request: RequestView }) {
  const name = firstName(request.other.name);
  return (
    <details className="unfold">
      <summary className="unfold-quiet">
        Take it back <span className="sr-only">from {name}</span>
      </summary>
      <p className="text">This ends the request. {name} need not answer, and you can ask again later.</p>
      <ActForm
        id={request.id}
        intent="withdraw"
        label="Take it back"
        pendingWords="Taking it back"
        look="second"
      />
    </details>
  );
}
