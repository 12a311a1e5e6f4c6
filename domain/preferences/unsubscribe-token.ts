import { z } from "zod";
import type { ReadContext } from "../context.ts";
import { readClaim, signClaim } from "../signed-claim.ts";
import { topics } from "./schema.ts";

const claimSchema = z.object({ user: z.uuid(), from: z.enum([...topics, "digest"]) });
/** Whose letters of which topic a link ends. */
export type UnsubscribeClaim = z.infer<typeof claimSchema>;

type Secret = Pick<ReadContext, "authSecret">;

/**
 * What a link in a letter carries in place of a sign-in. It does not expire, since letters are kept, and it can do one
 * thing: fewer letters.
 */
export const makeUnsubscribeToken = ({ authSecret }: Secret, { user, from }: UnsubscribeClaim): string =>
  signClaim(authSecret, "unsubscribe", [user, from]);

/** @returns null for what was not signed here */
export function readUnsubscribeToken({ authSecret }: Secret, token: string): UnsubscribeClaim | null {
  const pair = z.tuple([z.unknown(), z.unknown()]).safeParse(readClaim(authSecret, "unsubscribe", token));
  const [user, from] = pair.data ?? [];
  return claimSchema.safeParse({ user, from }).data ?? null;
}
