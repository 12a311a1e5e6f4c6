import { eq } from "drizzle-orm";
import { verifications } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import { parseInput } from "../parse-input.ts";
import { authorize } from "../permissions.ts";
import { appendTrail } from "./append-trail.ts";
import { authHeaders, makeAuth } from "./auth.ts";
import { limitTries } from "./limit-tries.ts";
import { resetIdentifier } from "./links.ts";
import { type RequestPasswordResetInput, requestPasswordResetSchema } from "./schema.ts";

/**
 * Owes a letter with a link to a new password. The answer is the same whether or not there is such an account.
 * Interactive: better-auth writes the token in a statement of its own.
 * @throws DomainError `invalid_input`, `rate_limited`
 */
export async function requestPasswordReset(
  ctx: ReadContext,
  input: RequestPasswordResetInput,
): Promise<void> {
  authorize(ctx, "reset-password:account:own");
  const { email } = parseInput(requestPasswordResetSchema, input);
  await limitTries(ctx, "reset-password:account:own", email);
  await ctx.transaction(async (tx) => {
    const owed: { userId: string; token: string }[] = [];
    const auth = makeAuth(ctx, tx, { onResetOwed: (userId, token) => owed.push({ userId, token }) });
    await auth.api.requestPasswordReset({ body: { email }, headers: authHeaders(ctx) });
    for (const { userId, token } of owed) {
      const [row] = await tx
        .select({ id: verifications.id })
        .from(verifications)
        .where(eq(verifications.identifier, resetIdentifier(token)));
      const jobs = [{ kind: "mail.reset-password" as const, verificationId: row!.id }];
      await appendTrail(ctx, tx, { action: "account.reset-requested", userId, jobs });
    }
  });
  ctx.outboxAppended();
}
