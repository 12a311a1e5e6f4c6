import { eq } from "drizzle-orm";
import { profiles } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { authorizeUser } from "../permissions.ts";
import { profileRowQuery } from "./load-profile-row.ts";
import type { OwnProfile } from "./schema.ts";

/**
 * The signed-in person's profile with its `version`, which the form hands back to `saveProfile`.
 * @throws DomainError `not_signed_in`, `not_found`
 */
export async function loadOwnProfile(ctx: ReadContext): Promise<OwnProfile> {
  const userId = authorizeUser(ctx, "read:profile:own");
  const [row] = await profileRowQuery(ctx, eq(profiles.userId, userId));
  if (!row) throw new DomainError("not_found", { log: `user ${userId} has no profile` });
  const { image, verified: _, onboardedAt, ...profile } = row;
  return { ...profile, onboarded: onboardedAt !== null };
}
