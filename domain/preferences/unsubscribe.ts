import type { ReadContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { authorize } from "../permissions.ts";
import { commitPreferences } from "./commit-preferences.ts";
import { readUnsubscribe, type Unsubscription } from "./read-unsubscribe.ts";

/** A save of the person may come in between; the second try sees it. */
const TRIES = 2;

/**
 * Ends the letters that a link is about, without a sign-in (RFC 8058). Doing it again does nothing. Two round trips.
 * @throws DomainError `not_found` for a link that was not made here, `conflict`
 */
export async function unsubscribe(ctx: ReadContext, { token }: { token: string }): Promise<Unsubscription> {
  authorize(ctx, "unsubscribe:letter:own");
  for (let tries = 0; tries < TRIES; tries += 1) {
    const found = await readUnsubscribe(ctx, { token });
    if (
      !found.on ||
      (await commitPreferences(ctx, found.recipient, without(found), "notification-preferences.unsubscribed"))
    ) {
      return { ...found, on: false };
    }
  }
  throw new DomainError("conflict", { log: "overtaken while unsubscribing" });
}

function without({ recipient: { preferences }, from }: Unsubscription) {
  const { choices, quiet, digest } = preferences;
  if (from === "digest") return { choices, quiet, digest: "off" as const };
  return { choices: { ...choices, [from]: { ...choices[from], mail: false } }, quiet, digest };
}
