import { eq } from "drizzle-orm";
import { emailLog } from "#db/tables/index.ts";
import type { JobContext } from "../context.ts";
import { NotNow } from "../outbox/not-now.ts";
import { authorize } from "../permissions.ts";
import { selectRecipient, toRecipient } from "../preferences/load-recipient.ts";
import { quietUntil } from "../preferences/quiet-until.ts";
import type { Topic } from "../preferences/schema.ts";
import { makeUnsubscribeToken } from "../preferences/unsubscribe-token.ts";
import { type Letter, renderLetter } from "./render-letter.ts";

interface Sending {
  kind: string;
  to: { id: string };
  /** What it is about, by which people choose their letters; null for what an account can't do without. */
  topic: Topic | "digest" | null;
  letter: Letter;
}

/**
 * Hands a letter to the provider, once a job, if the person wants letters about its topic and it is not quiet there. The
 * job's id is the provider's idempotency key and the key of `email_log`: a repeat that finds the log's row sends
 * nothing, and one that comes between the provider's yes and the row is recognised by the provider. After the provider
 * has forgotten its keys, or with one that has none, that gap is the one place where a letter may arrive twice:
 * delivery is at least once.
 * @returns whether the letter is out
 * @throws DomainError `unavailable` when the provider doesn't take it
 * @throws NotNow in the person's quiet hours
 */
export async function sendLetter(ctx: JobContext, { kind, to, topic, letter }: Sending): Promise<boolean> {
  authorize(ctx, "send:mail:any");
  const [[sent], [row]] = await ctx.db.batch([
    ctx.db.select({ id: emailLog.id }).from(emailLog).where(eq(emailLog.id, ctx.jobId)),
    selectRecipient(ctx, to.id),
  ]);
  if (sent) return true;
  if (!row) return false;
  const recipient = toRecipient(row);
  const { choices, digest, quiet } = recipient.preferences;
  if (topic !== null) {
    if (topic === "digest" ? digest === "off" : !choices[topic].mail) return false;
    const until = quietUntil(quiet, recipient.timeZone, ctx.now());
    if (until) throw new NotNow(until);
  }
  const unsubscribeUrl = topic && (await unsubscribeUrlOf(ctx, recipient.id, topic));
  const { providerId } = await ctx.mail.send({
    idempotencyKey: ctx.jobId,
    to: recipient.email,
    ...renderLetter({ ...letter, unsubscribeUrl }),
    ...(unsubscribeUrl && { headers: oneClick(unsubscribeUrl) }),
  });
  await ctx.db
    .insert(emailLog)
    .values({ id: ctx.jobId, kind, userId: recipient.id, providerId, sentAt: ctx.now() })
    .onConflictDoNothing();
  return true;
}

async function unsubscribeUrlOf(ctx: JobContext, user: string, from: Topic | "digest"): Promise<string> {
  return `${ctx.appUrl}/unsubscribe?token=${makeUnsubscribeToken(ctx, { user, from })}`;
}

/** RFC 8058: mail programs show a button that posts to the address, and nobody has to sign in. */
const oneClick = (url: string) => ({
  "List-Unsubscribe": `<${url}>`,
  "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
});
