import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";

/** So near the end one counts as being there. */
const NEAR = "0px 0px 160px 0px";

interface EndOptions {
  /** Keys of the first and the last message. */
  first: string | undefined;
  newest: string | undefined;
  /** The last message is the reader's own. */
  mine: boolean;
  /** Changes with whatever else makes the end grow: a message that failed, somebody who writes. */
  shape: string;
}

/**
 * Keeps a conversation where its reader is: at the end when they are there or have just written, and on the same words
 * when older messages come in above.
 * @returns whether the end is in sight, and a way there
 */
export function useEnd(end: RefObject<HTMLElement>, { first, newest, mine, shape }: EndOptions) {
  const atEnd = useInSight(end);
  const near = useRef(true);
  near.current = atEnd;
  const height = useRef({ first, px: 0 });
  const toEnd = () => end.current?.scrollIntoView({ block: "end" });

  // after the layout effects of the router, which put every new page to its top
  // biome-ignore lint/correctness/useExhaustiveDependencies: on arrival alone
  useEffect(() => {
    // newer browsers answer a scroll with a promise, which an effect must not return
    void (document.getElementById("new") ?? end.current)?.scrollIntoView();
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each new message, and only that
  useLayoutEffect(() => {
    if (near.current || mine) toEnd();
  }, [newest]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever the end grows
  useLayoutEffect(() => {
    if (near.current) toEnd();
  }, [shape]);

  useLayoutEffect(() => {
    const px = document.documentElement.scrollHeight;
    const before = height.current;
    if (before.px > 0 && before.first !== first)
      window.scrollBy({ top: px - before.px, behavior: "instant" });
    height.current = { first, px };
  });

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
