import type { JobContext } from "../context.ts";
import type { InboxEvent } from "../notifications/schema.ts";
import { authorize } from "../permissions.ts";
import { loadRecipient } from "../preferences/load-recipient.ts";
import type { Block } from "./render-letter.ts";
import { sendLetter } from "./send-letter.ts";
import { beginning, escapeHtml, words } from "./words.ts";

/** Lines of one letter; the product has the rest. */
const MAX_LINES = 30;

/**
 * The digest: what happened since the last one that the person chose for it and has not seen in the product. Nothing is
 * sent when nothing did. What it takes from the inbox stays this job's, so that a repeat holds the same.
 * @throws NotNow in quiet hours
 */
export async function sendDigest(ctx: JobContext, { userId }: { userId: string }): Promise<void> {
  authorize(ctx, "send:mail:any", userId);
  const recipient = await loadRecipient(ctx, { userId });
  if (!recipient || recipient.preferences.digest === "off") return;
  const events = await ctx.inboxWriter.takeDigest(userId, ctx.jobId);
  const [first] = events;
  if (!first) return;
  const period = recipient.preferences.digest === "daily" ? "day" : "week";
  const count = events.length === 1 ? "One thing happened" : `${events.length} things happened`;
  const others = events.length - MAX_LINES;
  await sendLetter(ctx, {
    kind: "mail.digest",
    to: recipient,
    topic: "digest",
    letter: {
      subject: `Your ${period} on ATAS`,
      preview: beginning(first.title, 120),
      heading: words`${count} while you were elsewhere`,
      blocks: [
        ...events.slice(0, MAX_LINES).map((event) => lineOf(ctx, event)),
        ...(others > 0 ? [{ kind: "note" as const, content: words`And ${String(others)} more.` }] : []),
      ],
      action: { label: "See them all", url: `${ctx.appUrl}/notifications` },
      footer: `You get this because you chose a letter each ${period}.`,
    },
  });
}

function lineOf(ctx: JobContext, { title, preview, href }: InboxEvent): Block {
  const said = words`${title}`;
  const beside = preview ? words` “${preview}”` : { html: "", text: "" };
  const url = `${ctx.appUrl}${href}`;
  return {
    kind: "words",
    content: {
      html: `<a class="i" href="${escapeHtml(url)}" style="color:#12261f">${said.html}</a>${beside.html}`,
      text: `${said.text}${beside.text}\n${url}`,
    },
  };
}
