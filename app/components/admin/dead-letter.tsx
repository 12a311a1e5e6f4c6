import { Form, useNavigation } from "@remix-run/react";
import { useReader } from "../../hooks/use-reader.ts";
import { exactMoment } from "../time/calendar.ts";
import { ClockText } from "../time/clock-text.tsx";
import { Button } from "../ui/button.tsx";

export interface DeadLetterProps {
  letter: {
    id: string;
    kind: string | null;
    queue: string;
    reason: string;
    body?: unknown;
    createdAt: string;
    replayedAt: string | null;
  };
}

/** One job that failed for good: what it was, why it failed, and a way to try it again. */
export function DeadLetter({ letter }: DeadLetterProps) {
  const { timeZone, now } = useReader();
  const replaying = useNavigation().formData?.get("id") === letter.id;
  const { id, kind, queue, reason, body, createdAt, replayedAt } = letter;
  return (
    <li className="stack">
      <div>
        <h2 className="code">{kind ?? `A message in ${queue} that can’t be read`}</h2>
        <p className="soft">
          <ClockText at={createdAt}>{exactMoment(createdAt, timeZone, now)}</ClockText>
          {replayedAt && `, replayed ${exactMoment(replayedAt, timeZone, now)}`}
        </p>
      </div>
      <p className={replayedAt ? "text soft" : "text"}>{reason}</p>
      <details className="unfold">
        <summary className="unfold-quiet">The message</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <pre tabIndex={0}>
          <code>{JSON.stringify(body, null, 2)}</code>
        </pre>
      </details>
      {kind && !replayedAt && (
        <Form method="post">
          <input type="hidden" name="id" value={id} />
          <Button look="second" pending={replaying} pendingWords="Replaying">
            Replay<span className="sr-only"> {kind}</span>
          </Button>
        </Form>
      )}
    </li>
  );
}
