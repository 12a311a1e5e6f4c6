import { createEmailVerificationToken } from "better-auth/api";
import { and, eq, gt, sql } from "drizzle-orm";
import { users, verifications } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";

const verificationHours = 24;
const resetPrefix = "reset-password:";

/** Under which better-auth keeps a reset's token. */
export const resetIdentifier = (token: string): string => `${resetPrefix}${token}`;

/** The link that confirms an address, good for a day: a signed token that is stored nowhere. */
export async function verificationLink(
  ctx: Pick<ReadContext, "appUrl" | "authSecret">,
  user: { id: string; email: string },
): Promise<string> {
  const seconds = verificationHours * 3_600;
  const token = await createEmailVerificationToken(ctx.authSecret, user.email, undefined, seconds, {
    userId: user.id,
  });
  return `${ctx.appUrl}/verify-email?token=${encodeURIComponent(token)}`;
}

/** For whom a reset was asked and its link; null when it was used or has expired, so that there is nothing to send. */
export async function resetLink(
  ctx: Pick<ReadContext, "appUrl" | "db" | "now">,
  verificationId: string,
): Promise<{ user: { id: string; name: string; email: string }; url: string } | null> {
  const [row] = await ctx.db
    .select({ id: users.id, name: users.name, email: users.email, identifier: verifications.identifier })
    .from(verifications)
    // better-auth keeps the account's id as the text of the token's value
    .innerJoin(users, eq(users.id, sql`${verifications.value}::uuid`))
    .where(and(eq(verifications.id, verificationId), gt(verifications.expiresAt, ctx.now())));
  if (!row) return null;
  const { identifier, ...user } = row;
  const token = identifier.slice(resetPrefix.length);
  return { user, url: `${ctx.appUrl}/reset-password?token=${encodeURIComponent(token)}` };
}
