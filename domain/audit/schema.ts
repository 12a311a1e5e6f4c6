import { z } from "zod/mini";

/** Pages count from 1; a page or a time from an address is text. */
const page = z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(1_000)), 1);
const word = z.optional(z.string().check(z.trim(), z.maxLength(200)));
/** ISO 8601; a date alone means its first instant in UTC. */
const instant = z.optional(
  z.string().check(z.refine((text) => !Number.isNaN(Date.parse(text)), "Write a date as 2026-11-24.")),
);

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
