import { type $ZodType, type output, safeParse } from "zod/v4/core";
import { DomainError } from "./errors.ts";

/**
 * What a verb was given, checked by its schema: the same answer whichever surface it came through.
 * @throws DomainError `invalid_input` with one message a field
 */
export function parseInput<T extends $ZodType>(schema: T, value: unknown): output<T> {
  const parsed = safeParse(schema, value);
  if (parsed.success) return parsed.data;
  const fields: Record<string, string> = {};
  for (const issue of parsed.error.issues) fields[issue.path.join(".") || "form"] ??= issue.message;
  throw new DomainError("invalid_input", { log: `invalid input: ${Object.keys(fields).join(", ")}`, fields });
}
