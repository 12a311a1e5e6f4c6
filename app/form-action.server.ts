import { type ActionFunctionArgs, data } from "@remix-run/cloudflare";
import { DomainError, type ErrorCode, toDomainError } from "#domain/errors.ts";

/** What a form shows after an answer that is not a redirect: words, errors by field, and everything that was typed. */
export interface FormProblem {
  code: ErrorCode;
  message: string;
  fields: Record<string, string>;
  /** Passwords and tokens are never sent back. */
  values: FormValues;
}

export type FormValues = Record<string, string | string[]>;

/** These go to the error boundary or to the sign-in page; nothing in the form can mend them. */
const beyondTheForm: ReadonlySet<ErrorCode> = new Set(["not_signed_in", "not_found", "not_allowed"]);

/**
 * Wraps an action: what can be mended (a bad field, a conflict, a limit, a database that is away for a moment) comes
 * back as a `FormProblem` with its status, so that the page shows it beside what was typed.
 */
export function formAction<Answer>(
  act: (args: ActionFunctionArgs, form: FormData) => Promise<Answer> | Answer,
) {
  return async (args: ActionFunctionArgs) => {
    const form = await readForm(args.request);
    try {
      return await act(args, form);
    } catch (thrown) {
      if (thrown instanceof Response) throw thrown;
      const known = toDomainError(thrown);
      if (beyondTheForm.has(known.code)) throw thrown;
      args.context.onFailure(thrown);
      const problem: FormProblem = {
        code: known.code,
        message: known.publicMessage,
        fields: known.fields ?? {},
        values: withoutSecrets(fieldsOf(form)),
      };
      return data(problem, { status: known.status, headers: retryAfter(known) });
    }
  };
}

/** Plain values of a form: text once, lists where a name repeats or ends in `[]`; files are left out. */
export function fieldsOf(form: FormData): FormValues {
  const fields: FormValues = {};
  for (const key of new Set(form.keys())) {
    const values = form.getAll(key).filter((value) => typeof value === "string");
    const isList = key.endsWith("[]") || values.length > 1;
    fields[key.replace(/\[\]$/, "")] = isList ? values : (values[0] ?? "");
  }
  return fields;
}

/** The text of one field, "" where it is missing or a file. */
export function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}

const here = "http://here.invalid";

/**
 * A path of ours to go on to, as a header can carry it; anything else becomes `otherwise`. It is read as browsers read
 * it, who drop tabs and line ends, take `\` for `/` and resolve dots: each can turn a path into another site's address.
 */
export function safePath(path: string | null, otherwise = "/"): string {
  if (!path?.startsWith("/") || !URL.canParse(path, here)) return otherwise;
  const { origin, pathname, search, hash } = new URL(path, here);
  return origin === here && !pathname.startsWith("//") ? pathname + search + hash : otherwise;
}

async function readForm(request: Request): Promise<FormData> {
  try {
    return await request.formData();
  } catch (cause) {
    throw new DomainError("invalid_input", { log: "body is no form", cause });
  }
}

function withoutSecrets(values: FormValues): FormValues {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !/password|token/i.test(name)));
}

function retryAfter(error: DomainError): Record<string, string> {
  return error.retryAfterSeconds === undefined ? {} : { "Retry-After": String(error.retryAfterSeconds) };
}
