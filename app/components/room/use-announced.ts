import { useState } from "react";

interface Shown {
  first: string | undefined;
  last: string | undefined;
  hasNewer: boolean;
}

/**
 * Whether a screen reader should say what has just come into the room: a new message at its end, and not what the
 * reader fetched of the past.
 */
export function useAnnounced({ first, last, hasNewer }: Shown): boolean {
  const [before, setBefore] = useState({ first, last, hasNewer, announced: true });
  if (before.first === first && before.last === last && before.hasNewer === hasNewer) return before.announced;
  const announced = before.first === first && !before.hasNewer && !hasNewer;
  setBefore({ first, last, hasNewer, announced });
  return announced;
}
