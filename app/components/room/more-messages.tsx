import { type ReactNode, useEffect, useRef } from "react";
import { Button } from "../ui/button.tsx";

/** So far from where they will stand messages are fetched, so that a reader who scrolls need not wait. */
const AHEAD = "1200px 0px";

export interface MoreMessagesProps {
  /** What the button says: "Earlier messages". */
  children: ReactNode;
  /** Changes with what stands beside it: more may be fetched then. */
  beside: string | undefined;
  loading: boolean;
  onLoad: () => void;
}

/** Messages come when one scrolls near to where they would stand, or at a press. */
export function MoreMessages({ children, beside, loading, onLoad }: MoreMessagesProps) {
  const ref = useRef<HTMLDivElement>(null);
  const load = useRef(onLoad);
  load.current = onLoad;
  // biome-ignore lint/correctness/useExhaustiveDependencies: looks again when messages have come, and not when they failed to
  useEffect(() => {
    if (!ref.current) return;
    const observer = new IntersectionObserver((entries) => entries.at(-1)?.isIntersecting && load.current(), {
      rootMargin: AHEAD,
    });
    observer.observe(ref.current);
    return () => observer.disconnect();
  }, [beside]);
  return (
    <div ref={ref} className="earlier">
      <Button look="quiet" type="button" onClick={onLoad} pending={loading} pendingWords="Fetching">
        {children}
      </Button>
    </div>
  );
}
