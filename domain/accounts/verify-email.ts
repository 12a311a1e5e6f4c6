import { verifyJWT } from "better-auth/crypto";
import { eq } from "drizzle-orm";
import { z } from "zod";
import { users } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import { auditInsert, commitChange } from "../outbox/commit-change.ts";
import { parseInput } from "../parse-input.ts";
import { authorize } from "../permissions.ts";
import { silenceReplaced } from "../push/silence-replaced.ts";
import { authHeaders, makeAuth, toRefusal } from "./auth.ts";
import { loadByEmail, noRows } from "./load-auth-rows.ts";
import { recordWrites } from "./recorded-writes.ts";
import { type VerifyEmailInput, verifyEmailSchema } from "./schema.ts";

const linkSchema = z.object({ email: z.string() });

/**
 * Confirms the address by the link's token and signs the person in. A link that was used before confirms nothing
 * new and signs nobody in: then `setCookie` is empty.
 * @throws DomainError `token_expired` for a link that is too old or not ours
 */
export async function verifyEmail(
  ctx: ReadContext,
  input: VerifyEmailInput,
): Promise<{ setCookie: string[] }> {
  authorize(ctx, "verify-email:account:own");
  const { token } = parseInput(verifyEmailSchema, input);
  // Only tells what to load; better-auth refuses what isn't ours, and says why.
  const link = linkSchema.safeParse(await verifyJWT(token, ctx.authSecret));
  const writes = recordWrites(link.success ? await loadByEmail(ctx, link.data.email) : noRows());
  const verified: string[] = [];
  const auth = makeAuth(ctx, writes, { onVerified: (userId) => verified.push(userId) });
  const request = { query: { token }, headers: authHeaders(ctx), returnHeaders: true as const };
  const { headers } = await auth.api.verifyEmail(request).catch((error: unknown) => {
    throw toRefusal(error);
  });
  const [userId] = verified;
  if (!userId) return { setCookie: [] };

  const theirs = { targetType: "user", targetId: userId, actorId: userId };
  const { change, after } = writes.asChange(eq(users.emailVerified, false));
  const confirmed = await commitChange(ctx, {
    change,
    after: [
      ...after,
      ...silenceReplaced(ctx, userId),
      { name: "opened", query: auditInsert(ctx, { action: "session.opened", ...theirs, after: {} }) },
    ],
    audit: {
      action: "account.email-verified",
      ...theirs,
      before: { emailVerified: false },
      after: { emailVerified: true },
    },
  });
  return { setCookie: confirmed ? headers.getSetCookie() : [] };
}
