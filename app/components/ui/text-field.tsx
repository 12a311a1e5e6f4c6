import clsx from "clsx";
import type { ComponentProps, InputHTMLAttributes, TextareaHTMLAttributes } from "react";
import { Field, type FieldProps } from "./field.tsx";

type Own = Pick<FieldProps, "label" | "hint" | "error" | "optional"> & {
  name: string;
  fieldClassName?: string;
};

/** One line to type in. Everything an `<input>` takes, and label, hint, error. What people write gets `dir="auto"`. */
export function TextField({
  label,
  hint,
  error,
  optional,
  name,
  fieldClassName,
  className,
  id,
  ...input
}: Own & InputHTMLAttributes<HTMLInputElement>) {
  return (
    <Field {...{ label, hint, error, optional, name, id }} className={fieldClassName}>
      {(control) => (
        <input
          dir={isText(input.type) ? "auto" : undefined}
          {...input}
          {...control}
          className={clsx("input", className)}
        />
      )}
    </Field>
  );
}

/** Several lines to type in; the box grows with the words. */
export function TextArea({
  label,
  hint,
  error,
  optional,
  name,
  fieldClassName,
  className,
  id,
  ...area
}: Own & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  return (
    <Field {...{ label, hint, error, optional, name, id }} className={fieldClassName}>
      {(control) => (
        <textarea dir="auto" rows={4} {...area} {...control} className={clsx("area", className)} />
      )}
    </Field>
  );
}

/** A native list to pick one from, with `<option>`s as children. */
export function Select({
  label,
  hint,
  error,
  optional,
  name,
  fieldClassName,
  className,
  id,
  ...select
}: Own & ComponentProps<"select">) {
  return (
    <Field {...{ label, hint, error, optional, name, id }} className={fieldClassName}>
      {(control) => <select {...select} {...control} className={clsx("pick", className)} />}
    </Field>
  );
}

const isText = (type: string | undefined) => type === undefined || type === "text" || type === "search";
