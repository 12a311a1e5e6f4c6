import { z } from "zod/mini";
import { idSchema } from "../ids.ts";

/** A job that failed for good. */
export const deadLetterSchema = z.object({
  id: idSchema,
  /** The job's kind, where the message could be read. */
  kind: z.nullable(z.string()),
  queue: z.string(),
  reason: z.string(),
  body: z.unknown(),
  /** ISO 8601, UTC. */
  createdAt: z.string(),
  replayedAt: z.nullable(z.string()),
});
export type DeadLetterView = z.infer<typeof deadLetterSchema>;

export const deadLetterListInputSchema = z.object({
  page: z._default(z.int().check(z.positive(), z.maximum(10_000)), 1),
});
export type DeadLetterListInput = z.input<typeof deadLetterListInputSchema>;
