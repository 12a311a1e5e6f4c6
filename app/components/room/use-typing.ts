import { useEffect, useRef } from "react";

/** The other hears that one stopped writing this long after the last key. */
const TYPING_ENDS_MS = 3_000;

/** Tells "is writing" once when it begins, and once when it ends. */
export function useTyping(onTyping: (on: boolean) => void) {
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const say = useRef(onTyping);
  say.current = onTyping;
  function stop() {
    if (timer.current === null) return;
    clearTimeout(timer.current);
    timer.current = null;
    say.current(false);
  }
  function go(on: boolean) {
    if (!on) return stop();
    if (timer.current === null) say.current(true);
    else clearTimeout(timer.current);
    timer.current = setTimeout(stop, TYPING_ENDS_MS);
  }
  useEffect(() => () => void (timer.current && clearTimeout(timer.current)), []);
  return { go, stop };
}
