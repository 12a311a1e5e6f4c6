import type { ReadContext } from "../context.ts";
import { parseInput } from "../parse-input.ts";
import { authorize } from "../permissions.ts";
import { appendTrail } from "./append-trail.ts";
import { authHeaders, makeAuth, toRefusal } from "./auth.ts";
import { type ResetPasswordInput, resetPasswordSchema } from "./schema.ts";

/**
 * Sets a new password by the letter's token, which works once, and ends every session of the account.
 * Interactive: better-auth writes password, token and sessions in statements of its own.
 * @throws DomainError `token_expired` for a link that is too old, used, or not ours; `invalid_input`
 */
export async function resetPassword(ctx: ReadContext, input: ResetPasswordInput): Promise<void> {
  authorize(ctx, "reset-password:account:own");
  const { token, password } = parseInput(resetPasswordSchema, input);
  await ctx.transaction(async (tx) => {
    const reset: string[] = [];
    const auth = makeAuth(ctx, tx, { onPasswordReset: (userId) => reset.push(userId) });
    try {
      await auth.api.resetPassword({ body: { token, newPassword: password }, headers: authHeaders(ctx) });
    } catch (error) {
      throw toRefusal(error);
    }
    for (const userId of reset) {
      await appendTrail(ctx, tx, { action: "account.password-reset", userId, by: "the-user" });
    }
  });
}
