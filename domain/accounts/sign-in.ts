import { sql } from "drizzle-orm";
import type { Transaction } from "#db/connect-postgres.ts";
import { recordDenial } from "../audit/record-denial.ts";
import type { ReadContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { outboxInsert } from "../outbox/commit-change.ts";
import { parseInput } from "../parse-input.ts";
import { authorize } from "../permissions.ts";
import { appendTrail } from "./append-trail.ts";
import { authHeaders, makeAuth, toRefusal } from "./auth.ts";
import { accountKey, limitTries } from "./limit-tries.ts";
import { type SignInInput, signInSchema } from "./schema.ts";

export interface SignedIn {
  userId: string;
  /** For the browser. */
  setCookie: string[];
  /** For `Authorization: Bearer`. */
  token: string;
}

/**
 * Opens a session. A wrong password and an unknown address take the same time and get the same answer.
 * Interactive: better-auth writes the session in a statement of its own.
 * @throws DomainError `wrong_credentials`, `email_not_verified` (and owes a new letter), `rate_limited`, `invalid_input`
 */
export async function signIn(ctx: ReadContext, input: SignInInput): Promise<SignedIn> {
  authorize(ctx, "sign-in:session:own");
  const credentials = parseInput(signInSchema, input);
  const giveBack = await limitTries(ctx, "sign-in:session:own", credentials.email);
  // A refusal is returned, not thrown, since the letter it may owe has to be committed.
  const outcome = await ctx.transaction((tx) => tryCredentials(ctx, tx, credentials));
  if (outcome instanceof DomainError) {
    if (outcome.code === "email_not_verified") ctx.outboxAppended();
    ctx.waitUntil(recordDenial(ctx, "sign-in:session:own", await accountKey(credentials.email)));
    throw outcome;
  }
  await giveBack();
  return outcome;
}

async function tryCredentials(
  ctx: ReadContext,
  tx: Transaction,
  body: { email: string; password: string },
): Promise<SignedIn | DomainError> {
  const unverified: string[] = [];
  const auth = makeAuth(ctx, tx, { onVerificationOwed: (userId) => unverified.push(userId) });
  try {
    const { headers, response } = await auth.api.signInEmail({
      body,
      headers: authHeaders(ctx),
      returnHeaders: true,
    });
    const userId = response.user.id;
    await appendTrail(ctx, tx, { action: "session.opened", userId, by: "the-user" });
    return { userId, setCookie: headers.getSetCookie(), token: response.token };
  } catch (error) {
    const refusal = toRefusal(error);
    if (!(refusal instanceof DomainError) || refusal.code === "internal") throw refusal;
    for (const userId of unverified) {
      await tx.execute(outboxInsert(ctx, [{ kind: "mail.verify-email", userId }], sql``));
    }
    return refusal;
  }
}
