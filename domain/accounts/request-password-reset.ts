import type { ReadContext } from "../context.ts";
import { commitChange } from "../outbox/commit-change.ts";
import { parseInput } from "../parse-input.ts";
import { authorize } from "../permissions.ts";
import { authHeaders, makeAuth } from "./auth.ts";
import { limitTries } from "./limit-tries.ts";
import { loadByEmail } from "./load-auth-rows.ts";
import { recordWrites } from "./recorded-writes.ts";
import { type RequestPasswordResetInput, requestPasswordResetSchema } from "./schema.ts";

/**
 * Owes a letter with a link to a new password. The answer is the same whether or not there is such an account.
 * @throws DomainError `invalid_input`, `rate_limited`
 */
export async function requestPasswordReset(
  ctx: ReadContext,
  input: RequestPasswordResetInput,
): Promise<void> {
  authorize(ctx, "reset-password:account:own");
  const { email } = parseInput(requestPasswordResetSchema, input);
  await limitTries(ctx, "reset-password:account:own", email);
  const writes = recordWrites(await loadByEmail(ctx, email));
  const owed: string[] = [];
  const auth = makeAuth(ctx, writes, { onResetOwed: (userId) => owed.push(userId) });
  await auth.api.requestPasswordReset({ body: { email }, headers: authHeaders(ctx) });
  for (const userId of owed) {
    await commitChange(ctx, {
      ...writes.asChange(),
      audit: { action: "account.reset-requested", targetType: "user", targetId: userId, after: {} },
      jobs: [{ kind: "mail.reset-password", verificationId: writes.createdId("verification") }],
    });
  }
}
