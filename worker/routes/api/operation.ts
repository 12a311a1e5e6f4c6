import type { ValidationTargets } from "hono";
import { type DescribeRouteOptions, describeRoute, resolver, validator } from "hono-openapi";
import { z } from "zod";
import { DomainError, type ErrorCode, errorTable } from "#domain/errors.ts";

type Schema = Parameters<typeof resolver>[0];

/** RFC 9457 problem details, as every refusal of the API looks. */
const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.enum(Object.keys(errorTable) as [ErrorCode, ...ErrorCode[]]),
  detail: z.string(),
  requestId: z.string(),
  fields: z.record(z.string(), z.string()).optional(),
});

interface Operation {
  summary: string;
  tag: string;
  description?: string;
  /** Status and body of the answer when all is well; without a schema there is no body. */
  answer: { status: 200 | 201 | 204; schema?: Schema };
  /** Beside `internal`, `unavailable` and `rate_limited`, which any call may meet. */
  errors: ErrorCode[];
  /** Who needs no session. */
  open?: boolean;
}

/** Describes a route for `/api/openapi.json`; the statuses of its errors come from the product's one table. */
export function operation({ summary, description, tag, answer, errors, open = false }: Operation) {
  const codes: ErrorCode[] = [...errors, ...(open ? [] : (["not_signed_in"] as const)), "unavailable"];
  const responses: NonNullable<DescribeRouteOptions["responses"]> = {
    [answer.status]: answer.schema
      ? { description: "Done.", content: { "application/json": { schema: resolver(answer.schema) } } }
      : { description: "Done." },
  };
  for (const [status, group] of Map.groupBy(codes, (code) => errorTable[code].status)) {
    responses[status] = {
      description: group.map((code) => `\`${code}\`: ${errorTable[code].title}`).join(" "),
      content: { "application/problem+json": { schema: resolver(problemSchema) } },
    };
  }
  return describeRoute({
    summary,
    tags: [tag],
    responses,
    ...(description && { description }),
    security: open ? [] : [{ bearer: [] }, { cookie: [] }],
  });
}

/**
 * Parses one part of the request by its schema, which the papers show too.
 * @throws DomainError `invalid_input` with one message a field
 */
export function input<Target extends keyof ValidationTargets, T extends Schema>(target: Target, schema: T) {
  return validator(target, schema, (result) => {
    if (result.success) return;
    const fields: Record<string, string> = {};
    for (const issue of result.error) {
      const path = (issue.path ?? []).map((part) => String(typeof part === "object" ? part.key : part));
      fields[path.join(".") || "body"] ??= issue.message;
    }
    throw new DomainError("invalid_input", {
      log: `invalid ${target}: ${Object.keys(fields).join(", ")}`,
      fields,
    });
  });
}

export const idParam = z.object({ id: z.uuid("Not a valid id.") });
