import type { ReadContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { authorize } from "../permissions.ts";
import { loadRecipient, type Recipient } from "./load-recipient.ts";
import { readUnsubscribeToken, type UnsubscribeClaim } from "./unsubscribe-token.ts";

export interface Unsubscription {
  recipient: Recipient;
  from: UnsubscribeClaim["from"];
  /** Whether such letters still come. */
  on: boolean;
}

/**
 * What a link in a letter is about; it changes nothing. One round trip.
 * @throws DomainError `not_found` for a link that was not made here
 */
export async function readUnsubscribe(
  ctx: ReadContext,
  { token }: { token: string },
): Promise<Unsubscription> {
  authorize(ctx, "unsubscribe:letter:own");
  const claim = readUnsubscribeToken(ctx, token);
  const recipient = claim && (await loadRecipient(ctx, { userId: claim.user }));
  if (!recipient) throw new DomainError("not_found", { log: "no token of ours" });
  const { choices, digest } = recipient.preferences;
  const on = claim.from === "digest" ? digest !== "off" : choices[claim.from].mail;
  return { recipient, from: claim.from, on };
}
