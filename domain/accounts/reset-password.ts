import type { ReadContext } from "../context.ts";
import { commitChange } from "../outbox/commit-change.ts";
import { parseInput } from "../parse-input.ts";
import { authorize } from "../permissions.ts";
import { authHeaders, linkIsDead, makeAuth, toRefusal } from "./auth.ts";
import { loadByResetToken, lockAccount } from "./load-auth-rows.ts";
import { recordWrites } from "./recorded-writes.ts";
import { type ResetPasswordInput, resetPasswordSchema } from "./schema.ts";

/**
 * Sets a new password by the letter's token, which works once, and ends every session of the account.
 * @throws DomainError `token_expired` for a link that is too old, used, or not ours; `invalid_input`
 */
export async function resetPassword(ctx: ReadContext, input: ResetPasswordInput): Promise<void> {
  authorize(ctx, "reset-password:account:own");
  const { token, password } = parseInput(resetPasswordSchema, input);
  const writes = recordWrites(await loadByResetToken(ctx, token));
  const reset: string[] = [];
  const auth = makeAuth(ctx, writes, { onPasswordReset: (userId) => reset.push(userId) });
  try {
    await auth.api.resetPassword({ body: { token, newPassword: password }, headers: authHeaders(ctx) });
  } catch (error) {
    throw toRefusal(error);
  }
  for (const userId of reset) {
    const done = await commitChange(ctx, {
      // A session that is being opened by the old password is either ended here, or finds the new one.
      locked: lockAccount(ctx, userId),
      // The token's row is deleted first: who finds it gone has lost.
      ...writes.asChange(),
      audit: {
        action: "account.password-reset",
        targetType: "user",
        targetId: userId,
        actorId: userId,
        after: {},
      },
      jobs: [{ kind: "live.end-session", userId }],
    });
    if (!done) throw linkIsDead();
  }
}
