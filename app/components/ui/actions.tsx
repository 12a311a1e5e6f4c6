import clsx from "clsx";
import type { ReactNode } from "react";

/** What can be done here, in one row that wraps: the filled button first. */
export function Actions({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <div className={clsx("acts flex flex-wrap items-center gap-x-6 gap-y-2", className)}>{children}</div>
  );
}
