import type { ReadContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { parseInput } from "../parse-input.ts";
import { authorizeUser } from "../permissions.ts";
import { commitProfile, loadStoredProfile, refuseImpossible } from "./commit-profile.ts";
import { type ProfileContent, sameContent } from "./profile-content.ts";
import { type ProfileInput, profileInputSchema } from "./schema.ts";

/**
 * Saves one's own profile, in two round trips. Saving what is saved already does nothing, so a form may be sent twice.
 * A whole profile says all that the steps of the onboarding ask for, so it ends that, too.
 * @param raw as in `profileInputSchema`; `version` is the one that was loaded
 * @returns the version that stands now
 * @throws DomainError `invalid_input` with fields (an unknown skill, fewer places than mentees, a day gone by);
 *   `conflict` when the profile was changed since it was loaded
 */
export async function saveProfile(ctx: ReadContext, raw: ProfileInput): Promise<{ version: number }> {
  const userId = authorizeUser(ctx, "update:profile:own");
  const { version, pausedUntil = null, freeFrom = null, ...content } = parseInput(profileInputSchema, raw);
  const slugs = [...content.offers.map((offer) => offer.skill), ...content.seeks];
  const stored = await loadStoredProfile(ctx, userId, slugs);
  const next: ProfileContent = { ...content, pausedUntil, freeFrom, onboarded: true };
  if (sameContent(stored.content, next)) return { version: stored.version };
  if (stored.version !== version) throw changedMeanwhile();
  refuseImpossible(stored, next, ctx.now());

  if (await commitProfile(ctx, userId, stored, next, "profile.saved")) return { version: version + 1 };
  const current = await loadStoredProfile(ctx, userId, slugs);
  if (sameContent(current.content, next)) return { version: current.version };
  throw changedMeanwhile();
}

const changedMeanwhile = () =>
  new DomainError("conflict", {
    message: "Your profile was changed elsewhere since you opened it. Load it again, then save.",
  });
