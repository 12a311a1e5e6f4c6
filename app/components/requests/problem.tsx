import { useEffect, useRef } from "react";
import type { FailedAct } from "./request-act.ts";

/** What did not happen and why, in place; takes the focus when the answer arrives. */
export function Problem({ failed }: { failed: FailedAct }) {
  const ref = useRef<HTMLParagraphElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new answer takes the focus again
  useEffect(() => ref.current?.focus(), [failed]);
  return (
    <p ref={ref} className="halt problem" role="alert" tabIndex={-1}>
      {failed.message}
    </p>
  );
}
