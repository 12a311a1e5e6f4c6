import type { ReadContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { authorizeUser } from "../permissions.ts";
import { loadRecipient } from "./load-recipient.ts";
import type { Preferences } from "./schema.ts";

/**
 * What the signed-in person wants to hear of, and where their clock stands. One round trip.
 * @throws DomainError `not_signed_in`
 */
export async function loadOwnPreferences(ctx: ReadContext): Promise<Preferences & { timeZone: string }> {
  const userId = authorizeUser(ctx, "read:notification-preference:own");
  const recipient = await loadRecipient(ctx, { userId });
  if (!recipient) throw new DomainError("not_found", { log: "no such user" });
  return { ...recipient.preferences, timeZone: recipient.timeZone };
}
