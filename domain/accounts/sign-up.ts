import { eq, sql } from "drizzle-orm";
import { profiles, users } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { auditInsert, outboxInsert } from "../outbox/commit-change.ts";
import { parseInput } from "../parse-input.ts";
import { authorize } from "../permissions.ts";
import { authHeaders, makeAuth } from "./auth.ts";
import { limitTries } from "./limit-tries.ts";
import { type SignUpInput, signUpSchema } from "./schema.ts";

/**
 * Makes an account with an empty profile and owes the letter that confirms the address. Nobody is signed in yet.
 * Interactive: better-auth writes account and password in statements of its own, and all of it commits as one.
 * @throws DomainError `invalid_input`, `email_taken`, `rate_limited`
 */
export async function signUp(ctx: ReadContext, input: SignUpInput): Promise<{ userId: string }> {
  authorize(ctx, "sign-up:account:own");
  const { name, email, password } = parseInput(signUpSchema, input);
  await limitTries(ctx, "sign-up:account:own", email);
  const userId = await ctx.transaction(async (tx) => {
    // One sign-up at a time for an address, so that the second one finds the first.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${email}, 0))`);
    const [taken] = await tx.select({ id: users.id }).from(users).where(eq(users.email, email));
    if (taken) throw new DomainError("email_taken", { fields: { email: emailTaken } });
    const auth = makeAuth(ctx, tx);
    const { user } = await auth.api.signUpEmail({
      body: { name, email, password },
      headers: authHeaders(ctx),
    });
    await tx.insert(profiles).values({ userId: user.id });
    const after = { name, roles: ["mentee"] };
    const target = { targetType: "user", targetId: user.id, actorId: user.id };
    await tx.execute(auditInsert(ctx, { action: "account.created", ...target, after }, sql``));
    await tx.execute(outboxInsert(ctx, [{ kind: "mail.verify-email", userId: user.id }], sql``));
    return user.id;
  });
  ctx.outboxAppended();
  return { userId };
}

const emailTaken = "There is an account with this e-mail already. Sign in, or ask for a new password.";
