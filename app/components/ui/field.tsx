import clsx from "clsx";
import { type ReactNode, useId } from "react";

/** What a control needs so that label, hint and error belong to it. */
export interface ControlProps {
  id: string;
  name: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
}

export interface FieldProps {
  name: string;
  label: ReactNode;
  /** Stands between label and box. */
  hint?: ReactNode;
  /** Stands under the box, tied to it. */
  error?: string | undefined;
  /** Marked "(if you like)"; what is required carries no mark. */
  optional?: boolean;
  /** Defaults to one of its own; the error summary links to `name` unless told otherwise. */
  id?: string;
  className?: string;
}

/**
 * Label above, hint under it, then the control, then its error. The control is made by `children` from the props it is
 * given, so that every control of a form is tied in the same way.
 */
export function Field({
  name,
  label,
  hint,
  error,
  optional,
  id = name,
  className,
  children,
}: FieldProps & { children: (control: ControlProps) => ReactNode }) {
  const own = useId();
  const describedBy = clsx(hint && `${own}-hint`, error && `${own}-error`) || undefined;
  return (
    <div className={clsx("field grid min-w-0 max-w-(--measure) grid-cols-[minmax(0,1fr)] gap-1", className)}>
      <label htmlFor={id} className="font-bold">
        {label}
        {optional && <span className="font-normal text-soft"> (if you like)</span>}
      </label>
      {hint && <Hint id={`${own}-hint`}>{hint}</Hint>}
      {children({ id, name, "aria-describedby": describedBy, "aria-invalid": error ? true : undefined })}
      {error && <FieldError id={`${own}-error`}>{error}</FieldError>}
    </div>
  );
}

export function Hint({ id, children }: { id?: string; children: ReactNode }) {
  return (
    <p id={id} className="hint text-small text-soft">
      {children}
    </p>
  );
}

/** An error in words, with the mark of a cut. */
export function FieldError({ id, children }: { id?: string; children: ReactNode }) {
  return (
    <p id={id} className="error">
      {children}
    </p>
  );
}
