import clsx from "clsx";
import type { ElementType, ReactNode } from "react";

export interface LineProps {
  /** `ol` where the stops are its direct children. */
  as?: "div" | "ol" | "ul" | "section";
  /** The line stops under the last thing on it instead of running to the foot. */
  ends?: boolean;
  className?: string;
  children: ReactNode;
}

/** The line, 6 px at the inline start; what stands on it keeps its distance. One meaning a page. */
export function Line({ as: Tag = "div", ends, className, children }: LineProps) {
  return <Tag className={clsx("along", ends && "ends", Tag !== "div" && "stops", className)}>{children}</Tag>;
}

/** Where the line begins: "You are here", and one sentence about what stands along it. */
export function Here({
  as: Tag = "p",
  plain,
  title = "You are here",
  children,
}: {
  as?: ElementType;
  /** The sentence under the title instead of beside it on wide screens. */
  plain?: boolean;
  title?: string;
  children?: ReactNode;
}) {
  return (
    <Tag className={clsx("here", plain && "plain")}>
      <b>{title}</b>
      {children && <span className="font-normal">{children}</span>}
    </Tag>
  );
}

/**
 * you: where the reader is · done: behind · ring: a step one may take · square: another person · ahead: not yet ·
 * cut: failed
 */
export type StopKind = "you" | "done" | "ring" | "square" | "ahead" | "cut";

/** A stop on the line. `lastDone`: from here on the line is thin, because it lies ahead. */
export function Stop({
  as: Tag = "li",
  kind = "ring",
  lastDone,
  className,
  children,
}: {
  as?: "li" | "div" | "p";
  kind?: StopKind;
  lastDone?: boolean;
  className?: string;
  children: ReactNode;
}) {
  return (
    <Tag
      className={clsx("stop", kind !== "ring" && kind, lastDone && "last-done", className)}
      aria-current={kind === "you" && Tag === "li" ? "step" : undefined}
    >
      {children}
    </Tag>
  );
}

/** The line ends open: a short bar across, after the ways it could go on. Last child of a `Line`. */
export const OpenEnd = () => <div className="end" />;
