import clsx from "clsx";
import { type InputHTMLAttributes, type ReactNode, useId } from "react";
import { FieldError, Hint } from "./field.tsx";

type Choice = Omit<InputHTMLAttributes<HTMLInputElement>, "type"> & { label: ReactNode };

/** A box to tick, 24 px in a 44 px label. */
export function Checkbox({ label, className, ...input }: Choice) {
  return (
    <label className={clsx("check", className)}>
      <input type="checkbox" {...input} /> <span>{label}</span>
    </label>
  );
}

/** One of several; give all of them the same `name`. */
export function Radio({ label, className, ...input }: Choice) {
  return (
    <label className={clsx("check", className)}>
      <input type="radio" {...input} /> <span>{label}</span>
    </label>
  );
}

export interface ChoicesProps {
  legend: ReactNode;
  hint?: ReactNode;
  error?: string | undefined;
  /** Where the error summary leads: give the fieldset the field's name. */
  id?: string;
  /** One under another instead of beside. */
  down?: boolean;
  children: ReactNode;
}

/** A question with its checkboxes or radios, as one fieldset. */
export function Choices({ legend, hint, error, id, down, children }: ChoicesProps) {
  const own = useId();
  return (
    <fieldset
      id={id}
      tabIndex={id ? -1 : undefined}
      aria-describedby={clsx(hint && `${own}-hint`, error && `${own}-error`) || undefined}
    >
      <legend className="font-bold">{legend}</legend>
      {hint && <Hint id={`${own}-hint`}>{hint}</Hint>}
      <div className={clsx("choices", down && "down")}>{children}</div>
      {error && <FieldError id={`${own}-error`}>{error}</FieldError>}
    </fieldset>
  );
}
