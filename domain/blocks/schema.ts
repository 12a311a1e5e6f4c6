import { z } from "zod/mini";
import { idSchema } from "../ids.ts";

export const blockInputSchema = z.object({ userId: idSchema });
export type BlockInput = z.infer<typeof blockInputSchema>;

/** Somebody whom the reader has blocked. */
export const blockedPersonSchema = z.object({
  userId: idSchema,
  name: z.string(),
  /** ISO 8601, UTC. */
  since: z.string(),
});
export type BlockedPerson = z.infer<typeof blockedPersonSchema>;
