import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";

/** So near the end one counts as being there. */
const NEAR = "0px 0px 160px 0px";

interface EndOptions {
  /** Key of the last message. */
  newest: string | undefined;
  /** The last message is the reader's own. */
  mine: boolean;
  /** Changes with whatever else makes the end grow: a message that failed, somebody who writes. */
  shape: string;
  /** The reader is in the past: what stands last is not the end. */
  hasNewer: boolean;
  /** Leaves the past. */
  toNewest: () => void;
}

/**
 * Keeps a conversation at its end while its reader is there or has just written.
 * @returns whether the end is in sight, and a way there
 */
export function useEnd(end: RefObject<HTMLElement>, { newest, mine, shape, hasNewer, toNewest }: EndOptions) {
  const inSight = useInSight(end);
  const atEnd = inSight && !hasNewer;
  const near = useRef(true);
  near.current = atEnd;
  const hadNewer = useRef(hasNewer);
  const wanted = useRef(false);
  const scroll = () => void end.current?.scrollIntoView({ block: "end" });
  const toEnd = () => {
    wanted.current = hasNewer;
    if (hasNewer) toNewest();
    else scroll();
  };

  // after the layout effects of the router, which put every new page to its top
  // biome-ignore lint/correctness/useExhaustiveDependencies: on arrival alone
  useEffect(() => {
    // newer browsers answer a scroll with a promise, which an effect must not return
    void (document.getElementById("new") ?? end.current)?.scrollIntoView();
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each new message, and only that
  useLayoutEffect(() => {
    // what comes last was fetched by who reads on through the past
    if (hasNewer || hadNewer.current) return;
    if (near.current || mine) scroll();
  }, [newest]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever the end grows
  useLayoutEffect(() => {
    if (near.current && !hadNewer.current) scroll();
  }, [shape]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: on the way out of the past
  useLayoutEffect(() => {
    hadNewer.current = hasNewer;
    if (hasNewer || !wanted.current) return;
    wanted.current = false;
    scroll();
  }, [hasNewer]);

  return { atEnd, toEnd };
}

/** Whether an element is in sight, or nearly. */
function useInSight(element: RefObject<HTMLElement>): boolean {
  const [inSight, setInSight] = useState(true);
  useEffect(() => {
    if (!element.current) return;
    const observer = new IntersectionObserver(
      (entries) => setInSight(entries.at(-1)?.isIntersecting ?? false),
      {
        rootMargin: NEAR,
      },
    );
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return inSight;
}
