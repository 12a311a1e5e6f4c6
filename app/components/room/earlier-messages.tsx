import { useEffect, useRef } from "react";
import { Button } from "../ui/button.tsx";

/** Older messages come when one scrolls up to where they would stand, or at a press. */
export function EarlierMessages({ loading, onLoad }: { loading: boolean; onLoad: () => void }) {
  const ref = useRef<HTMLDivElement>(null);
  const load = useRef(onLoad);
  load.current = onLoad;
  useEffect(() => {
    if (!ref.current) return;
    const observer = new IntersectionObserver((entries) => entries.at(-1)?.isIntersecting && load.current());
    observer.observe(ref.current);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={ref} className="earlier">
      <Button look="quiet" type="button" onClick={onLoad} pending={loading} pendingWords="Fetching">
        Earlier messages
      </Button>
    </div>
  );
}
