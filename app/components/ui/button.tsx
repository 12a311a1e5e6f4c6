import { Link, type LinkProps } from "@remix-run/react";
import clsx from "clsx";
import { type ButtonHTMLAttributes, useEffect, useState } from "react";

const box =
  "btn inline-flex min-h-12 min-w-11 items-center justify-center gap-3 rounded-control px-5 py-1 text-center leading-5 font-bold no-underline transition-[background-color,box-shadow] duration-120 ease-way active:translate-y-px aria-disabled:cursor-not-allowed aria-disabled:bg-raised aria-disabled:text-soft aria-disabled:shadow-none aria-disabled:active:translate-y-0 in-[.band]:aria-disabled:bg-transparent in-[.band]:aria-disabled:text-on-sign in-[.band]:aria-disabled:shadow-[inset_0_0_0_2px_currentColor]";
const words =
  "quiet inline-flex min-h-11 min-w-11 items-center gap-2 underline underline-offset-[.25em] transition-[text-decoration-thickness] duration-120 hover:decoration-3";
const pressed = "hover:shadow-[inset_0_-4px_0_color-mix(in_oklch,currentColor,transparent_40%)]";

/** filled: one a view · second: outlined · halted: destroys something · quiet, strong: words with a line under them */
const looks = {
  filled: clsx(box, pressed, "bg-line text-on-line in-[.band]:bg-on-sign in-[.band]:text-sign-ink"),
  second: clsx(
    box,
    "text-ink shadow-[inset_0_0_0_2px_var(--line)] hover:bg-raised in-[.band]:text-on-sign in-[.band]:shadow-[inset_0_0_0_2px_var(--on-sign)] in-[.band]:hover:bg-transparent",
  ),
  halted: clsx(box, pressed, "bg-halt text-on-halt"),
  quiet: clsx(words, "decoration-1"),
  strong: clsx(words, "font-bold decoration-2"),
};
export type ButtonLook = keyof typeof looks;

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: ButtonLook;
  /** The act is under way: the words become `pendingWords`, the width stays, a second press does nothing. */
  pending?: boolean;
  pendingWords?: string;
}

/** A button that says the act and the person: "Accept Elif". It submits its form unless `type` says otherwise. */
export function Button({
  look = "filled",
  pending = false,
  pendingWords = "Sending",
  className,
  children,
  type = "submit",
  ...rest
}: ButtonProps) {
  const shown = useLater(pending);
  return (
    <button
      {...rest}
      type={type}
      className={clsx(looks[look], className)}
      aria-disabled={shown || undefined}
      onClick={(event) => (pending ? event.preventDefault() : rest.onClick?.(event))}
    >
      {shown ? (
        <span className="grid justify-items-center">
          <span className="invisible col-start-1 row-start-1">{children}</span>
          <span className="col-start-1 row-start-1">{pendingWords}</span>
        </span>
      ) : (
        children
      )}
    </button>
  );
}

/** A link that looks like a button: it leads to where the act happens. */
export function ButtonLink({ look = "filled", className, ...rest }: LinkProps & { look?: ButtonLook }) {
  return <Link {...rest} className={clsx(looks[look], className)} />;
}

/** True 300 ms after `on` became true, so that quick answers do not flicker; false at once. */
export function useLater(on: boolean, delayMs = 300): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!on) return setLate(false);
    const timer = setTimeout(() => setLate(true), delayMs);
    return () => clearTimeout(timer);
  }, [on, delayMs]);
  return on && late;
}
