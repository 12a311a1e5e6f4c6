import { z } from "zod";
import { readClaim, signClaim } from "../signed-claim.ts";
import { attachmentTypes } from "./schema.ts";

/** How long the bytes of a file may be brought. */
export const UPLOAD_LASTS_MS = 10 * 60_000;

const claimSchema = z.object({
  id: z.uuid(),
  roomId: z.uuid(),
  userId: z.uuid(),
  name: z.string(),
  type: z.enum(attachmentTypes),
  size: z.number(),
  /** Milliseconds since 1970. */
  until: z.number(),
});
/** What was allowed: this file, of this person, in this room, until then. */
export type UploadClaim = z.infer<typeof claimSchema>;

export const makeUploadToken = (secret: string, claim: UploadClaim): string =>
  signClaim(secret, "upload", claim);

/** @returns null for what was not signed here */
export const readUploadToken = (secret: string, token: string): UploadClaim | null =>
  claimSchema.safeParse(readClaim(secret, "upload", token)).data ?? null;
