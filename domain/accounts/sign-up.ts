import { sql } from "drizzle-orm";
import { profiles } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { commitChange } from "../outbox/commit-change.ts";
import { parseInput } from "../parse-input.ts";
import { authorize } from "../permissions.ts";
import { authHeaders, makeAuth, toRefusal } from "./auth.ts";
import { limitTries } from "./limit-tries.ts";
import { loadByEmail } from "./load-auth-rows.ts";
import { recordWrites } from "./recorded-writes.ts";
import { type SignUpInput, signUpSchema } from "./schema.ts";

/**
 * Makes an account with an empty profile and owes the letter that confirms the address. Nobody is signed in yet.
 * @throws DomainError `invalid_input`, `email_taken`, `rate_limited`
 */
export async function signUp(ctx: ReadContext, input: SignUpInput): Promise<{ userId: string }> {
  authorize(ctx, "sign-up:account:own");
  const { name, email, password } = parseInput(signUpSchema, input);
  await limitTries(ctx, "sign-up:account:own", email);
  const writes = recordWrites(await loadByEmail(ctx, email));
  let taken = false;
  const onTaken = () => {
    taken = true;
  };
  const request = { body: { name, email, password }, headers: authHeaders(ctx) };
  const { user } = await makeAuth(ctx, writes, { onTaken })
    .api.signUpEmail(request)
    .catch((error: unknown) => {
      throw toRefusal(error);
    });
  if (taken) throw emailTaken();
  const { change, after } = writes.asChange();
  const made = await commitChange(ctx, {
    // Of several sign-ups of one address at once, one inserts its row.
    change,
    after: [
      ...after,
      { name: "profile", query: sql`insert into ${profiles} (user_id) select id from changed` },
    ],
    audit: {
      action: "account.created",
      targetType: "user",
      targetId: user.id,
      actorId: user.id,
      // The name is personal and may have to be erased; the trail may not.
      after: { roles: ["mentee"] },
    },
    jobs: [{ kind: "mail.verify-email", userId: user.id }],
  });
  if (!made) throw emailTaken();
  return { userId: user.id };
}

const emailTaken = () =>
  new DomainError("email_taken", {
    fields: { email: "There is an account with this e-mail already. Sign in, or ask for a new password." },
  });
