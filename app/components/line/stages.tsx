import clsx from "clsx";
import type { ReactNode } from "react";

export interface Stage {
  label: ReactNode;
  /** Under the label: a date, who is next. */
  note?: ReactNode;
  /** done · now: waiting for the other · you: waiting for you · end: a no, where the line ends · ahead */
  state: "done" | "now" | "you" | "end" | "ahead";
}

/** The stages of a request, as a stretch of the line. */
export function Stages({ label, stages }: { label: string; stages: Stage[] }) {
  return (
    <ol className="stages" aria-label={label}>
      {stages.map(({ label: words, note, state }, place) => (
        <li
          // biome-ignore lint/suspicious/noArrayIndexKey: a stage is its place
          key={place}
          className={clsx(state !== "ahead" && state)}
          aria-current={state === "you" || state === "now" ? "step" : undefined}
        >
          <b>{words}</b>
          {note}
        </li>
      ))}
    </ol>
  );
}
