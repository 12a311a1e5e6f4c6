import { useEffect, useRef, useState } from "react";

/** Messages of others with `after < seq <= upTo` came while the reader was away. */
export interface NewMark {
  after: number;
  upTo: number;
}

/**
 * What is new to the reader: what came before the page was opened, and what comes while its tab is hidden.
 * What arrives under the reader's eyes is not.
 * @param seenSeq the reader's read mark when the page was made
 * @param lastSeq number of the newest message
 */
export function useNewMark(seenSeq: number, lastSeq: number): NewMark {
  const [mark, setMark] = useState<NewMark>({ after: seenSeq, upTo: lastSeq });
  const latest = useRef(lastSeq);
  latest.current = lastSeq;
  useEffect(() => {
    function onVisibility() {
      const hidden = document.visibilityState === "hidden";
      const seq = latest.current;
      setMark(({ after }) =>
        hidden ? { after: seq, upTo: Number.POSITIVE_INFINITY } : { after, upTo: seq },
      );
    }
    document.addEventListener("visibilitychange", onVisibility);
    return () => document.removeEventListener("visibilitychange", onVisibility);
  }, []);
  return mark;
}
