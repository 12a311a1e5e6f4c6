import { eq, sql } from "drizzle-orm";
import type { Transaction } from "#db/connect-postgres.ts";
import { profiles, users } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { parseInput } from "../parse-input.ts";
import { authorize } from "../permissions.ts";
import { appendTrail } from "./append-trail.ts";
import { authHeaders, makeAuth, toRefusal } from "./auth.ts";
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
  const account = { name, email, password };
  const userId = await ctx
    .transaction((tx) => makeAccount(ctx, tx, account))
    .catch(async (error: unknown) => {
      throw (await lostRace(ctx, error, email)) ? emailTaken() : error;
    });
  ctx.outboxAppended();
  return { userId };
}

async function makeAccount(
  ctx: ReadContext,
  tx: Transaction,
  body: { name: string; email: string; password: string },
): Promise<string> {
  let taken = false;
  const onTaken = () => {
    taken = true;
  };
  try {
    const { user } = await makeAuth(ctx, tx, { onTaken }).api.signUpEmail({
      body,
      headers: authHeaders(ctx),
    });
    if (taken) throw emailTaken();
    await appendTrail(ctx, tx, {
      action: "account.created",
      userId: user.id,
      by: "the-user",
      after: { name: body.name, roles: ["mentee"] },
      jobs: [{ kind: "mail.verify-email", userId: user.id }],
      also: sql`insert into ${profiles} (user_id) values (${user.id})`,
    });
    return user.id;
  } catch (error) {
    throw toRefusal(error);
  }
}

/** better-auth doesn't say why a row was refused: a sign-up of the same address may have committed meanwhile. */
async function lostRace(ctx: ReadContext, error: unknown, email: string): Promise<boolean> {
  if (!(error instanceof DomainError) || error.code !== "internal") return false;
  const rows = await ctx.db.select({ id: users.id }).from(users).where(eq(users.email, email));
  return rows.length > 0;
}

const emailTaken = () =>
  new DomainError("email_taken", {
    fields: { email: "There is an account with this e-mail already. Sign in, or ask for a new password." },
  });
