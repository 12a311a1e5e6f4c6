import { eq } from "drizzle-orm";
import { rooms } from "#db/tables/index.ts";
import type { JobContext } from "../context.ts";
import { authorize } from "../permissions.ts";
import { loadRecipient, type Recipient } from "../preferences/load-recipient.ts";
import { quietUntil } from "../preferences/quiet-until.ts";
import { lineOf, type Message, type RoomSnapshot } from "../rooms/schema.ts";
import type { Letter } from "./render-letter.ts";
import { sendLetter } from "./send-letter.ts";
import { beginning, oneLine, quote, words } from "./words.ts";

/** The newest of them; the letter says how many came before. */
const MAX_MESSAGES = 8;
const MAX_LENGTH = 600;

/**
 * One letter with what a person has not read in a room. The inbox asks for it once the person has been away for a while,
 * and asks no more until they have read; in quiet hours it asks again at their end. Nothing is sent when all was read
 * meanwhile, or the person has left or wants no such letters.
 */
export async function sendUnreadMessages(
  ctx: JobContext,
  { userId, roomId }: { userId: string; roomId: string },
): Promise<void> {
  authorize(ctx, "send:mail:any", userId);
  const recipient = await loadRecipient(ctx, { userId });
  const kind = await loadKind(ctx, roomId);
  const choices = recipient?.preferences.choices;
  // of a community, where not all of it is wanted, what names the person
  const wantsAll = kind === "community" ? choices?.communities.mail : choices?.messages.mail;
  if (recipient && (wantsAll || choices?.messages.mail)) {
    const until = quietUntil(recipient.preferences.quiet, recipient.timeZone, ctx.now());
    if (until) return ctx.inboxWriter.deferUnreadMail(userId, roomId, until.getTime());
    const snapshot = await ctx.roomReader.snapshot(roomId, userId);
    const all = unreadOf(snapshot, userId);
    const unread = wantsAll ? all : all.filter(({ mentions }) => mentions.includes(userId));
    if (unread.length > 0) {
      const letter = letterOf(ctx, recipient, roomId, snapshot, unread);
      await sendLetter(ctx, {
        kind: "mail.unread-messages",
        to: recipient,
        topic: wantsAll && kind === "community" ? "communities" : "messages",
        letter,
      });
    }
  }
  await ctx.inboxWriter.unreadMailed(userId, roomId);
}

async function loadKind({ db }: JobContext, roomId: string) {
  const [room] = await db.select({ kind: rooms.kind }).from(rooms).where(eq(rooms.id, roomId));
  return room?.kind ?? "direct";
}

function unreadOf({ members, messages, reads }: RoomSnapshot, userId: string): Message[] {
  if (!members.some((member) => member.userId === userId)) return [];
  const read = reads[userId] ?? 0;
  return messages.filter(({ seq, authorId, deletedAt }) => seq > read && authorId !== userId && !deletedAt);
}

function letterOf(
  ctx: JobContext,
  { name }: Recipient,
  roomId: string,
  { members, former }: RoomSnapshot,
  unread: Message[],
): Letter {
  const nameOf = (id: string) =>
    [...members, ...former].find(({ userId }) => userId === id)?.name ?? "Somebody";
  const authors = [...new Set(unread.map(({ authorId }) => nameOf(authorId)))].map((one) =>
    beginning(oneLine(one), 100),
  );
  const shown = unread.slice(-MAX_MESSAGES);
  const others = unread.length - shown.length;
  const from = authors.length === 1 ? `${authors[0]}` : `${authors[0]} and ${authors.length - 1} more`;
  return {
    subject: `${from} wrote to you`,
    preview: beginning(oneLine(unread.map(lineOf).at(-1) ?? ""), 120),
    heading: words`${from} wrote to you`,
    blocks: [
      {
        kind: "words",
        content: words`Hello ${name}, you were away. This is what you have not read${others > 0 ? `, after ${others} more` : ""}:`,
      },
      ...shown.flatMap((message) => [
        ...(authors.length > 1
          ? [{ kind: "note" as const, content: words`${nameOf(message.authorId)}:` }]
          : []),
        { kind: "quote" as const, content: quote(beginning(message.body || lineOf(message), MAX_LENGTH)) },
      ]),
    ],
    action: { label: "Read and answer", url: `${ctx.appUrl}/conversations/${roomId}` },
    footer: "You get this once, because messages waited for you on ATAS while you were away.",
  };
}
