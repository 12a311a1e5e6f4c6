import type { ReadContext } from "../context.ts";
import { parseInput } from "../parse-input.ts";
import { authorize } from "../permissions.ts";
import { appendTrail } from "./append-trail.ts";
import { authHeaders, makeAuth, toRefusal } from "./auth.ts";
import { type VerifyEmailInput, verifyEmailSchema } from "./schema.ts";

/**
 * Confirms the address by the link's token and signs the person in. A link that was used before confirms nothing
 * new and signs nobody in: then `setCookie` is empty.
 * Interactive: better-auth writes account and session in statements of its own.
 * @throws DomainError `token_expired` for a link that is too old or not ours
 */
export async function verifyEmail(
  ctx: ReadContext,
  input: VerifyEmailInput,
): Promise<{ setCookie: string[] }> {
  authorize(ctx, "verify-email:account:own");
  const { token } = parseInput(verifyEmailSchema, input);
  return ctx.transaction(async (tx) => {
    const verified: string[] = [];
    const auth = makeAuth(ctx, tx, { onVerified: (userId) => verified.push(userId) });
    try {
      const { headers } = await auth.api.verifyEmail({
        query: { token },
        headers: authHeaders(ctx),
        returnHeaders: true,
      });
      for (const userId of verified) {
        const change = { before: { emailVerified: false }, after: { emailVerified: true } };
        await appendTrail(ctx, tx, { action: "account.email-verified", userId, by: "the-user", ...change });
        await appendTrail(ctx, tx, { action: "session.opened", userId, by: "the-user" });
      }
      return { setCookie: headers.getSetCookie() };
    } catch (error) {
      throw toRefusal(error);
    }
  });
}
