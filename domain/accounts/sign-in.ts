import { sql } from "drizzle-orm";
import { accounts } from "#db/tables/index.ts";
import { recordDenial } from "../audit/record-denial.ts";
import type { ReadContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { commitChange, outboxInsert } from "../outbox/commit-change.ts";
import { parseInput } from "../parse-input.ts";
import { authorize } from "../permissions.ts";
import { silenceReplaced } from "../push/silence-replaced.ts";
import { authHeaders, makeAuth, toRefusal } from "./auth.ts";
import { accountKey, limitTries } from "./limit-tries.ts";
import { loadByEmail, lockAccount } from "./load-auth-rows.ts";
import { recordWrites } from "./recorded-writes.ts";
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
 * @throws DomainError `wrong_credentials`, `email_not_verified` (and owes a new letter), `rate_limited`, `invalid_input`
 */
export async function signIn(ctx: ReadContext, input: SignInInput): Promise<SignedIn> {
  authorize(ctx, "sign-in:session:own");
  const credentials = parseInput(signInSchema, input);
  const giveBack = await limitTries(ctx, "sign-in:session:own", credentials.email);
  const signedIn = await tryCredentials(ctx, credentials).catch(async (error: unknown) => {
    if (error instanceof DomainError && error.code !== "internal") {
      ctx.waitUntil(recordDenial(ctx, "sign-in:session:own", await accountKey(credentials.email)));
    }
    throw error;
  });
  await giveBack();
  return signedIn;
}

async function tryCredentials(
  ctx: ReadContext,
  body: { email: string; password: string },
): Promise<SignedIn> {
  const loaded = await loadByEmail(ctx, body.email);
  const writes = recordWrites(loaded);
  const unverified: string[] = [];
  const auth = makeAuth(ctx, writes, { onVerificationOwed: (userId) => unverified.push(userId) });
  const request = { body, headers: authHeaders(ctx), returnHeaders: true as const };
  const { headers, response } = await auth.api.signInEmail(request).catch(async (error: unknown) => {
    await oweLetters(ctx, unverified);
    throw toRefusal(error);
  });
  const userId = response.user.id;
  const [credential] = loaded.account;
  // A password that was changed meanwhile opens nothing.
  const { change, after } = writes.asChange(sql`exists (select 1 from ${accounts}
    where ${accounts.id} = ${credential?.id} and ${accounts.password} = ${credential?.password})`);
  const opened = await commitChange(ctx, {
    locked: lockAccount(ctx, userId),
    change,
    after: [...after, ...silenceReplaced(ctx, userId)],
    audit: { action: "session.opened", targetType: "user", targetId: userId, actorId: userId, after: {} },
  });
  if (!opened) throw new DomainError("wrong_credentials");
  return { userId, setCookie: headers.getSetCookie(), token: response.token };
}

async function oweLetters(ctx: ReadContext, userIds: string[]): Promise<void> {
  if (userIds.length === 0) return;
  const jobs = userIds.map((userId) => ({ kind: "mail.verify-email" as const, userId }));
  await ctx.db.execute(outboxInsert(ctx, jobs, sql``));
  ctx.outboxAppended();
}
