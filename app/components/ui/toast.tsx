import { Link } from "@remix-run/react";
import { useEffect, useRef, useState } from "react";

export interface ToastProps {
  /** A new id is a new toast; the same id stays gone. */
  id: string | number;
  words: string;
  to: string;
  action: string;
  onGone: () => void;
}

/** One at a time, with one action, gone after 6 s unless pointer or focus rests on it. */
export function Toast({ id, words, to, action, onGone }: ToastProps) {
  const [held, setHeld] = useState(false);
  const gone = useRef(onGone);
  gone.current = onGone;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new id starts the time anew
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => gone.current(), 6000);
    return () => clearTimeout(timer);
  }, [held, id]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: resting on it only keeps it from going
    <div
      className="fixed inset-x-6 bottom-16 z-20 flex max-w-104 flex-wrap items-center justify-between gap-x-6 bg-ink px-4 py-1 text-ground print:hidden wide:start-auto wide:bottom-6"
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <p className="py-2.5" dir="auto">
        {words}
      </p>
      <Link
        to={to}
        onClick={onGone}
        className="inline-flex min-h-11 items-center font-bold decoration-2 focus-visible:outline-ground"
      >
        {action}
      </Link>
    </div>
  );
}
