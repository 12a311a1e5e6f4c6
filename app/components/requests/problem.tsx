import { useEffect, useRef } from "react";
import type { FailedAct } from "./request-act.ts";

/** What did not happen and why, in place; takes the focus when the answer arrives, and leads to the field. */
export function Problem({ failed, fieldId }: { failed: FailedAct; fieldId?: string }) {
  const ref = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new answer takes the focus again
  useEffect(() => ref.current?.focus(), [failed]);
  const [said] = Object.values(failed.fields);
  return (
    <div ref={ref} className="errors problem" role="alert" tabIndex={-1}>
      <p className="halt">{failed.message}</p>
      {said && fieldId && <a href={`#${fieldId}`}>{said}</a>}
    </div>
  );
}
