import { z } from "zod/mini";
import { idSchema } from "../ids.ts";

export const CONNECTIONS_PER_PAGE = 50;

export const connectionStates = ["invited", "connected", "removed"] as const;

export const inviteInputSchema = z.object({ userId: idSchema });
export type InviteInput = z.input<typeof inviteInputSchema>;

/** How the two stand after an act. */
export const connectionStandingSchema = z.object({ id: idSchema, state: z.enum(connectionStates) });
export type ConnectionStanding = z.infer<typeof connectionStandingSchema>;

/** Somebody whom the reader knows, or might. */
const person = {
  userId: idSchema,
  name: z.string(),
  /** Empty where the person is hidden: a name is all that those who know them keep. */
  headline: z.string(),
  /** Has a page at /mentors/:id that the reader may open. */
  mentor: z.boolean(),
};

export const connectionSchema = z.object({
  connectionId: idSchema,
  ...person,
  /** ISO 8601, UTC: of the connection, or of the invitation. */
  since: z.string(),
});
export type Connection = z.infer<typeof connectionSchema>;

export const connectionListInputSchema = z.object({
  page: z._default(z.int().check(z.gte(1), z.lte(1000)), 1),
});
export type ConnectionListInput = z.input<typeof connectionListInputSchema>;

export const connectionListSchema = z.object({
  /** One page, the newest first. */
  connections: z.array(connectionSchema),
  total: z.number(),
  page: z.number(),
  pages: z.number(),
  /** Who waits for the reader's answer, the newest first. */
  invitations: z.array(connectionSchema),
  /** Whose answer the reader waits for. */
  invited: z.array(connectionSchema),
});
export type ConnectionList = z.infer<typeof connectionListSchema>;

export const connectionPathSchema = z.object({
  /** Steps between the two; null when there is no way of at most three that the reader may see. */
  degree: z.nullable(z.int()),
  /** Everybody on the way, both ends included; empty without one. */
  people: z.array(z.object({ userId: idSchema, name: z.string() })),
});
export type ConnectionPath = z.infer<typeof connectionPathSchema>;

/** Somebody whom the reader may know, with what speaks for it: at least one person or one skill. */
export const suggestionSchema = z.object({
  ...person,
  /** People in common who may be named, those known longest first; at most three. */
  mutuals: z.array(z.object({ userId: idSchema, name: z.string() })),
  mutualCount: z.number(),
  /** Names of skills that both offer or seek; at most three. */
  skills: z.array(z.string()),
});
export type Suggestion = z.infer<typeof suggestionSchema>;
