import type { ReadContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { parseInput } from "../parse-input.ts";
import { authorizeUser } from "../permissions.ts";
import { commitPreferences } from "./commit-preferences.ts";
import { loadRecipient } from "./load-recipient.ts";
import { type Preferences, preferencesSchema } from "./schema.ts";

/**
 * Saves what one wants to hear of, in two round trips. Saving what stands already does nothing.
 * @param raw `version` is the one that was loaded
 * @returns the version that stands now
 * @throws DomainError `not_signed_in`, `invalid_input`, `conflict` when it was changed since it was loaded
 */
export async function savePreferences(ctx: ReadContext, raw: Preferences): Promise<{ version: number }> {
  const userId = authorizeUser(ctx, "update:notification-preference:own");
  const { version, ...next } = parseInput(preferencesSchema, raw);
  const recipient = await loadRecipient(ctx, { userId });
  if (!recipient) throw new DomainError("not_found", { log: "no such user" });
  const { version: stands, ...now } = recipient.preferences;
  if (same(now, next)) return { version: stands };
  if (
    stands === version &&
    (await commitPreferences(ctx, recipient, next, "notification-preferences.saved"))
  ) {
    return { version: version + 1 };
  }
  throw new DomainError("conflict", {
    message: "Your choices were changed elsewhere since you opened this page. Load it again, then save.",
  });
}

/** Both come from the same schema, which fixes the order of their fields. */
const same = (one: Omit<Preferences, "version">, other: Omit<Preferences, "version">): boolean =>
  JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));

const sorted = ({ choices, quiet, digest }: Omit<Preferences, "version">) => [choices, quiet, digest];
