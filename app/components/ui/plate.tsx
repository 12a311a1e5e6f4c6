import clsx from "clsx";
import type { ReactNode } from "react";

const plates = {
  line: "bg-line text-on-line",
  /** Unread, live. Nothing else is yellow. */
  new: "bg-blaze text-on-blaze",
  /** Failed, broken. */
  cut: "bg-halt text-on-halt",
};

/** A plate on the line: a day, a section, a checkpoint. */
export function Plate({ look = "line", children }: { look?: keyof typeof plates; children: ReactNode }) {
  return (
    <span
      // Holds days and times: see time/clock-text.tsx.
      suppressHydrationWarning
      className={clsx(
        "tag inline-block rounded-e-control px-3.5 py-1.5 text-[1rem] leading-5 font-bold",
        plates[look],
      )}
    >
      {children}
    </span>
  );
}

/** "New", "2 new": yellow, small, in a row of a list. */
export function NewMark({ children = "New" }: { children?: ReactNode }) {
  return (
    <span className="inline-block rounded-control bg-blaze px-1.5 text-small leading-5 font-bold text-on-blaze">
      {children}
    </span>
  );
}

/** How many are unread, beside a word of the navigation; nothing when there are none. */
export function Count({ value, noun = "new" }: { value: number; noun?: string }) {
  if (value <= 0) return null;
  return (
    <span className="inline-block min-w-5 rounded-control bg-blaze px-1 text-center text-label leading-5 font-bold text-on-blaze">
      {value > 99 ? "99+" : value}
      <span className="sr-only"> {noun}</span>
    </span>
  );
}

/** Somebody is here now: a yellow dot before the words. */
export function Live({ children }: { children: ReactNode }) {
  return (
    <span className="live inline-flex items-center font-bold in-[.band]:text-on-sign">
      <i
        aria-hidden="true"
        className="me-2 size-3 rounded-stop bg-blaze not-in-[.band]:ms-1 not-in-[.band]:shadow-[0_0_0_2px_var(--ground),0_0_0_4px_var(--line)]"
      />
      {children}
    </span>
  );
}
