import { useEffect } from "react";

/** Seen is what stands at the end of a visible page. */
export function useMarkRead(markRead: () => void, inSight: boolean, lastSeq: number) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new last message is read anew
  useEffect(() => {
    const mark = () => {
      if (inSight && document.visibilityState === "visible") markRead();
    };
    mark();
    document.addEventListener("visibilitychange", mark);
    return () => document.removeEventListener("visibilitychange", mark);
  }, [markRead, inSight, lastSeq]);
}
