import { type MouseEvent, useEffect, useRef } from "react";

export interface ErrorSummaryProps {
  /** What an action answered; the summary shows and takes focus each time a new answer arrives. */
  problem: { message: string; fields?: Record<string, string> } | null | undefined;
  /** What a field is called in its link, where the message alone is not clear. */
  labels?: Record<string, string>;
}

/** What is wrong, on top of the form, with a link to each field. Focus goes here when the answer arrives. */
export function ErrorSummary({ problem, labels = {} }: ErrorSummaryProps) {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (problem) ref.current?.focus();
  }, [problem]);
  if (!problem) return null;
  const fields = Object.entries(problem.fields ?? {});
  return (
    <div ref={ref} role="alert" tabIndex={-1} className="errors max-w-(--measure)">
      <p className="halt">{problem.message}</p>
      {fields.length > 0 && (
        <ul>
          {fields.map(([name, message]) => (
            <li key={name}>
              <a
                href={`#${name}`}
                className="quiet inline-flex min-h-11 items-center"
                onClick={focusOn(name)}
              >
                {labels[name] ? `${labels[name]}: ${message}` : message}
              </a>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** The browser scrolls to the field by itself; it puts the cursor there only where a script does. */
const focusOn = (name: string) => (event: MouseEvent) => {
  const field = document.getElementById(name);
  if (!field) return;
  event.preventDefault();
  field.focus();
};
