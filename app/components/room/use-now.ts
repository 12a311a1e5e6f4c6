import { useEffect, useState } from "react";

/** The moment, kept right while a page stays open; begins with the server's, so that both paint the same. */
export function useNow(serverNow: string, everyMs = 30_000): string {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    const tick = () => setNow(new Date().toISOString());
    tick();
    const timer = setInterval(tick, everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
