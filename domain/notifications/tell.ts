import type { JobContext } from "../context.ts";
import { sendLetter } from "../mail/send-letter.ts";
import { quote, type Words, words } from "../mail/words.ts";
import { topicOf } from "../preferences/schema.ts";
import type { NewNotification, NotificationKind } from "./schema.ts";
import { actionOf } from "./schema.ts";

/** What is worth a letter and has none of its own. */
const lettered: ReadonlySet<NotificationKind> = new Set([
  "request.declined",
  "request.lapsed",
  "mentorship.ended",
  "mentorship.reviewed",
  "connection.invited",
  "connection.accepted",
  "search.new-mentor",
  "report.decided",
]);

/**
 * Puts a notification into a person's inbox, and into a letter where they want one: the one way for a job to tell
 * somebody something. The inbox itself knows what the person wants to see there. Both are idempotent by the job.
 * @throws NotNow where the letter waits for the end of quiet hours; the inbox has it by then
 */
export async function tell(ctx: JobContext, userId: string, notification: NewNotification): Promise<void> {
  await ctx.inboxWriter.deliver(userId, notification);
  const { kind, title, preview, href } = notification;
  if (!lettered.has(kind)) return;
  const heading: Words = words`${title}`;
  await sendLetter(ctx, {
    kind: `mail.${kind}`,
    to: { id: userId },
    topic: topicOf(kind),
    letter: {
      subject: title.replace(/\.$/, ""),
      preview: preview ?? title,
      heading,
      blocks: preview ? [{ kind: "quote", content: quote(preview) }] : [],
      action: { label: actionOf(kind), url: `${ctx.appUrl}${href}` },
      footer: "You get this because you use ATAS and want letters about this.",
    },
  });
}
