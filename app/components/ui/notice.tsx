import clsx from "clsx";
import type { ReactNode } from "react";

/**
 * One quiet row over the page. `cut`: something is broken or offline (dashes stand before it). It is a status, so screen
 * readers hear it without losing their place.
 */
export function Notice({
  cut,
  children,
  action,
}: {
  cut?: boolean;
  children: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div role="status" className="notice bg-raised text-ink">
      <div className="wrap flex min-h-12 flex-wrap items-center gap-x-6 py-1">
        <p
          className={clsx(
            "py-2",
            cut &&
              "before:me-3 before:inline-block before:h-(--w) before:w-[38px] before:bg-[repeating-linear-gradient(90deg,var(--halt)_0_8px,transparent_8px_15px)] before:align-[.2em]",
          )}
        >
          {children}
        </p>
        {action}
      </div>
    </div>
  );
}
