import { eq } from "drizzle-orm";
import { emailLog } from "#db/tables/index.ts";
import type { JobContext } from "../context.ts";
import { authorize } from "../permissions.ts";
import { type Letter, renderLetter } from "./render-letter.ts";

/**
 * Hands a letter to the provider, once a job. The job's id is the provider's idempotency key and the key of
 * `email_log`: a repeat that finds the log's row sends nothing, and one that comes between the provider's yes and the
 * row is recognised by the provider. After the provider has forgotten its keys, or with one that has none, that
 * gap is the one place where a letter may arrive twice: delivery is at least once.
 * @throws DomainError `unavailable` when the provider doesn't take it
 */
export async function sendLetter(
  ctx: JobContext,
  { kind, to, letter }: { kind: string; to: { id: string; email: string }; letter: Letter },
): Promise<void> {
  authorize(ctx, "send:mail:any");
  const [sent] = await ctx.db.select({ id: emailLog.id }).from(emailLog).where(eq(emailLog.id, ctx.jobId));
  if (sent) return;
  const { providerId } = await ctx.mail.send({
    idempotencyKey: ctx.jobId,
    to: to.email,
    ...renderLetter(letter),
  });
  await ctx.db
    .insert(emailLog)
    .values({ id: ctx.jobId, kind, userId: to.id, providerId, sentAt: ctx.now() })
    .onConflictDoNothing();
}
