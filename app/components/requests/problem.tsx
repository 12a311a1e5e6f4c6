import { useEffect, useRef } from "react";

/** What did not happen and why; takes the focus when it appears, so that it is read and near its form. */
export function Problem({ words }: { words: string }) {
  const ref = useRef<HTMLParagraphElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: new words take the focus again
  useEffect(() => ref.current?.focus(), [words]);
  return (
    <p ref={ref} className="halt problem" role="alert" tabIndex={-1}>
      {words}
    </p>
  );
}
