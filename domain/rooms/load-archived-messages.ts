import { sql } from "drizzle-orm";
import { z } from "zod";
import { archivedMessages, users } from "#db/tables/index.ts";
import { attachmentSchema } from "../attachments/schema.ts";
import type { ReadContext } from "../context.ts";
import { type Author, authorSchema, lineOf, type Message, messageSchema } from "./schema.ts";

export interface ArchivedPage {
  /** Oldest first. */
  messages: Message[];
  /** Who wrote them, and what they answer: also those who have left the room. */
  authors: Author[];
  /** Whether there are older ones. */
  more: boolean;
  /** Number of the last event of the room that the archive knows, 0 when it holds nothing. */
  lastSeq: number;
}

/**
 * A page of a room's archive, in one round trip. The caller has checked that the reader is a member
 * (`authorizeRoom`), or is the room itself.
 * @param whole with the replies that are shown in their threads alone
 */
export async function loadArchivedMessages(
  { db }: Pick<ReadContext, "db">,
  input: { roomId: string; beforeSeq: number; limit: number; whole?: boolean },
): Promise<ArchivedPage> {
  const { roomId, beforeSeq, limit, whole = false } = input;
  const { rows } = await db.execute(sql`
    select ${archivedColumns},
      (select max(version) from ${archivedMessages} w where w.room_id = ${roomId}) as "lastSeq"
    from ${archivedMessages} a ${archivedJoins}
    where a.room_id = ${roomId} and a.seq < ${beforeSeq} and (${whole} or a.in_room)
    order by a.seq desc limit ${limit + 1}`);
  const page = rows.slice(0, limit).reverse();
  const { lastSeq } = z.object({ lastSeq: z.coerce.number() }).parse(rows[0] ?? { lastSeq: 0 });
  return { ...pageOf(page), more: rows.length > limit, lastSeq };
}

/** What `parseArchived` reads, of `archived_messages` as `a` with `archivedJoins`. */
export const archivedColumns = sql`a.id, a.seq::int as seq, a.version::int as version, a.author_id as "authorId",
  a.body, a.sent_at as "sentAt", a.edited_at as "editedAt", a.deleted_at as "deletedAt",
  a.deleted_by as "deletedBy", a.thread_id as "threadId", a.in_room as "inRoom", a.reactions, a.pin, a.mentions,
  a.attachments,
  q.id as "quoteId", q.seq::int as "quoteSeq", q.author_id as "quoteAuthorId", left(q.body, 600) as "quoteBody",
  q.attachments as "quoteAttachments", u.name as "authorName", qu.name as "quoteAuthorName",
  t.replies, t.last_seq as "threadSeq", t.last_at as "threadAt"`;

/** The author, the message that one answers with its own, and the replies under it. */
export const archivedJoins = sql`
  join ${users} u on u.id = a.author_id
  left join ${archivedMessages} q on q.room_id = a.room_id and q.id = a.quote_id
  left join ${users} qu on qu.id = q.author_id
  left join lateral (
    select count(*)::int as replies, max(r.seq)::int as last_seq,
      (array_agg(r.sent_at order by r.seq desc))[1] as last_at
    from ${archivedMessages} r where r.room_id = a.room_id and r.thread_id = a.id
  ) t on t.replies > 0`;

const instant = z.coerce.date().transform((date) => date.toISOString());
const archivedSchema = z.looseObject({
  sentAt: instant,
  editedAt: instant.nullable(),
  deletedAt: instant.nullable(),
  quoteId: z.string().nullable(),
  quoteSeq: z.number().nullable(),
  quoteAuthorId: z.string().nullable(),
  quoteBody: z.string().nullable(),
  quoteAttachments: z.array(attachmentSchema).nullable(),
  replies: z.number().nullable(),
  threadSeq: z.number().nullable(),
  threadAt: instant.nullable(),
});

const namesSchema = z.object({
  authorId: z.string(),
  authorName: z.string(),
  quoteAuthorId: z.string().nullable(),
  quoteAuthorName: z.string().nullable(),
});

/** Rows of the archive as messages of the room, and the names of whoever wrote them. */
export function pageOf(rows: unknown[]): { messages: Message[]; authors: Author[] } {
  const names = new Map<string, string>();
  for (const row of z.array(namesSchema).parse(rows)) {
    names.set(row.authorId, row.authorName);
    if (row.quoteAuthorId && row.quoteAuthorName) names.set(row.quoteAuthorId, row.quoteAuthorName);
  }
  const authors = [...names].map(([userId, name]) => authorSchema.parse({ userId, name }));
  return { messages: rows.map(parseArchived), authors };
}

/** A row of the archive as a message of the room. */
export function parseArchived(row: unknown): Message {
  const {
    quoteId,
    quoteSeq,
    quoteAuthorId,
    quoteBody,
    quoteAttachments,
    replies,
    threadSeq,
    threadAt,
    ...message
  } = archivedSchema.parse(row);
  const excerpt = lineOf({ body: quoteBody ?? "", attachments: quoteAttachments ?? [] });
  return messageSchema.parse({
    ...message,
    quote: quoteId && { messageId: quoteId, seq: quoteSeq, authorId: quoteAuthorId, excerpt },
    thread: replies && { replies, lastSeq: threadSeq, lastAt: threadAt },
  });
}
