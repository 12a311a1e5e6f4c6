import { z } from "zod/mini";
import { idSchema } from "../ids.ts";

/** A community takes so many: its room tells everybody of everything. */
export const MAX_COMMUNITY_MEMBERS = 1_000;

/** A cluster of the taxonomy as a place to talk. */
export const communitySchema = z.object({
  /** Of the cluster. */
  slug: z.string(),
  name: z.string(),
  about: z.string(),
  members: z.int(),
  /** The room, where the reader is a member; nobody else may enter it. */
  roomId: z.nullable(idSchema),
});
export type Community = z.infer<typeof communitySchema>;
