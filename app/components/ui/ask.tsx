import { Link, type LinkProps } from "@remix-run/react";
import clsx from "clsx";
import { Arrow } from "./arrow.tsx";

/** The one action of a result: "Ask Simone", an arrow, a line under both. It leads on; it does nothing by itself. */
export function AskLink({ children, className, ...rest }: LinkProps) {
  return (
    <Link
      {...rest}
      className={clsx(
        "inline-flex min-h-11 items-center gap-3 border-b-3 border-line pt-1 leading-5 font-bold text-line no-underline transition-[background-color,box-shadow] duration-120 ease-way hover:bg-line hover:text-on-line hover:shadow-[-8px_0_0_var(--line),8px_0_0_var(--line)]",
        className,
      )}
    >
      <span>{children}</span>
      <Arrow />
    </Link>
  );
}
