import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { Cross } from "./arrow.tsx";

const look = "term";

/** A chosen word with a cross; a link, so that it can be taken away without JavaScript. */
export function TermLink({ children, name, to }: { children: ReactNode; name: string; to: string }) {
  return (
    <Link to={to} className={`${look} no-underline`} aria-label={`Remove: ${name}`} preventScrollReset>
      <span>{children}</span>
      <Cross />
    </Link>
  );
}

/** A chosen word with a cross, as a button: it submits `name=value`, or calls `onRemove`. */
export function TermButton({
  children,
  label,
  onRemove,
  name,
  value,
}: {
  children: ReactNode;
  /** The word, for screen readers. */
  label: string;
  onRemove?: () => void;
  name?: string;
  value?: string;
}) {
  return (
    <button
      className={look}
      type={onRemove ? "button" : "submit"}
      name={name}
      value={value}
      aria-label={`Remove: ${label}`}
      onClick={onRemove}
    >
      <span>{children}</span>
      <Cross />
    </button>
  );
}
