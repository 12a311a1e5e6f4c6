import { z } from "zod/mini";
import { storable } from "../storable.ts";

/** Pages count from 1; a page or a time from an address is text. */
const page = z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(1_000)), 1);
const word = z.optional(
  z.string().check(
    z.trim(),
    z.maxLength(200, "200 characters at most."),
    // Nothing that is kept holds them, and Postgres refuses to look for them.
    storable,
  ),
);
/** ISO 8601, of the years 1 to 9999; a date alone means its first instant in UTC. */
const instant = z.optional(z.string().check(z.refine(isInstant, "Write a date as 2026-11-24.")));

export const auditFilterSchema = z.object({
  actorId: word,
  action: word,
  targetId: word,
  from: instant,
  /** Not included. */
  to: instant,
  page,
});
export type AuditFilter = z.input<typeof auditFilterSchema>;

function isInstant(text: string): boolean {
  const ms = Date.parse(text);
  return ms >= Date.parse("0001-01-01") && ms <= Date.parse("9999-12-31");
}
