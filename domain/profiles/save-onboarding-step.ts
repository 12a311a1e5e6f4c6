import type { ReadContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { parseInput } from "../parse-input.ts";
import { authorizeUser } from "../permissions.ts";
import { commitProfile, loadStoredProfile, refuseImpossible } from "./commit-profile.ts";
import { type ProfileContent, sameContent } from "./profile-content.ts";
import { type OnboardingStep, onboardingStepSchema } from "./schema.ts";

/**
 * Saves one step of the onboarding; the last one, `times`, also ends it. A step may be saved again, at any time.
 * @param raw as in `onboardingStepSchema`
 * @throws DomainError `invalid_input` with fields; `conflict` when another save came in between
 */
export async function saveOnboardingStep(
  ctx: ReadContext,
  raw: OnboardingStep,
): Promise<{ version: number; onboarded: boolean }> {
  const userId = authorizeUser(ctx, "update:profile:own");
  const input = parseInput(onboardingStepSchema, raw);
  const slugs = input.step === "skills" ? [...input.offers.map((o) => o.skill), ...input.seeks] : [];
  const stored = await loadStoredProfile(ctx, userId, slugs);
  const next = withStep(stored.content, input);
  if (sameContent(stored.content, next)) return { version: stored.version, onboarded: next.onboarded };
  const asked = new Set([...next.offers.map((o) => o.skill), ...next.seeks]);
  const usableSkills = input.step === "skills" ? stored.usableSkills : asked;
  refuseImpossible({ ...stored, usableSkills }, next, ctx.now());
  refuseIncomplete(next);

  if (!(await commitProfile(ctx, userId, stored, next, `profile.onboarding-${input.step}`))) {
    throw new DomainError("conflict", {
      message: "This step was saved elsewhere just now. Load the page again.",
    });
  }
  return { version: stored.version + 1, onboarded: next.onboarded };
}

function withStep(before: ProfileContent, input: OnboardingStep): ProfileContent {
  if (input.step === "times") {
    return { ...before, availability: input.availability, onboarded: true };
  }
  const { step, ...changes } = input;
  const capacity = "capacity" in changes ? (changes.capacity ?? before.capacity) : before.capacity;
  return { ...before, ...changes, capacity };
}

/** What only the steps together can show. */
function refuseIncomplete(next: ProfileContent): void {
  if (!next.onboarded) return;
  const fields: Record<string, string> = {};
  if (next.headline === "") fields.headline = "Say in one line who you are.";
  if (next.isMentor && next.offers.length === 0) {
    fields.offers = "Name at least one skill that you can help with.";
  }
  if (Object.keys(fields).length > 0) throw new DomainError("invalid_input", { fields });
}
