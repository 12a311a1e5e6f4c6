import { z } from "zod";
import { changeMessage } from "#domain/rooms/apply-event.ts";
import type { RoomEvent } from "#domain/rooms/protocol.ts";
import { lineOf, type Message, messageSchema } from "#domain/rooms/schema.ts";
import { holdsWords } from "#domain/rooms/search-words.ts";

/** So many may be missing in the archive, when it is far behind. */
const NEWEST = 500;

type Row = Record<string, SqlStorageValue>;

/** The messages of a room's SQLite: what applying its events gives. */
export class ChatRoomMessages {
  readonly #sql: SqlStorage;

  constructor(storage: DurableObjectStorage) {
    this.#sql = storage.sql;
  }

  find(id: string): Message | null {
    return this.#select("where m.id = ?", id)[0] ?? null;
  }

  /** The message that an event made. */
  madeBy(seq: number): Message | null {
    return this.#select("where m.seq = ?", seq)[0] ?? null;
  }

  /**
   * Those shown in the room that events from `from` to before `to` made: the last of them, oldest first; `more`: there
   * are older ones among them.
   */
  before(from: number, to: number, limit: number): { messages: Message[]; more: boolean } {
    const found = this.#select(
      "where m.seq >= ? and m.seq < ? and m.in_room = 1 order by m.seq desc limit ?",
      ...[from, to, limit + 1],
    );
    return { messages: found.slice(0, limit).reverse(), more: found.length > limit };
  }

  /** The same, but the first of them; `more`: there are newer ones among them. */
  after(from: number, to: number, limit: number): { messages: Message[]; more: boolean } {
    const found = this.#select(
      "where m.seq >= ? and m.seq < ? and m.in_room = 1 order by m.seq limit ?",
      ...[from, to, limit + 1],
    );
    return { messages: found.slice(0, limit), more: found.length > limit };
  }

  /** Whether a message is here, and of the replies under it as many as there are, up to a limit. */
  holds(id: string, replies: number): boolean {
    const message = this.find(id);
    if (!message) return false;
    const wanted = Math.min(message.thread?.replies ?? 0, replies);
    if (wanted === 0) return true;
    const { here } = this.#sql
      .exec<{ here: number }>("select count(*) here from messages where thread_id = ?", id)
      .one();
    return here >= wanted;
  }

  /** A message and the newest replies under it, oldest first; empty when it is not here. */
  thread(id: string, limit: number): Message[] {
    const root = this.find(id);
    if (!root) return [];
    return [root, ...this.#select("where m.thread_id = ? order by m.seq desc limit ?", id, limit).reverse()];
  }

  /** Of the newest those that hold all the words, and those with these ids as they stand. */
  search(words: readonly string[], ids: readonly string[]): Message[] {
    const newest = this.#select("where m.deleted_at is null order by m.seq desc limit ?", NEWEST);
    const asked = ids.flatMap((id) => this.find(id) ?? []);
    return [...newest.filter(({ body }) => holdsWords(body, words)), ...asked];
  }

  /** The event that made the first message shown in the room at a moment or after it. */
  firstSince(since: string): number | null {
    const found = this.#select(
      "where m.sent_at >= ? and m.in_room = 1 order by m.seq limit 1",
      new Date(since).toISOString(),
    );
    return found[0]?.seq ?? null;
  }

  /** When somebody sent their last message, taken back or not; null before the first. */
  lastSentAt(userId: string): string | null {
    return this.#select("where m.author_id = ? order by m.seq desc limit 1", userId)[0]?.sentAt ?? null;
  }

  /** Whether a message carries one of these files, or did. */
  carriesAny(attachmentIds: readonly string[]): boolean {
    const carried = this.#sql.exec(
      "select 1 from attachments where id in (select value from json_each(?)) limit 1",
      JSON.stringify(attachmentIds),
    );
    return carried.toArray().length > 0;
  }

  /** Every file that a message was sent with. */
  attachmentIds(messageId: string): string[] {
    return this.#sql
      .exec<{ id: string }>("select id from attachments where message_id = ? order by rowid", messageId)
      .toArray()
      .map(({ id }) => id);
  }

  pins(): Message[] {
    return this.#select("where m.pin is not null order by m.pin ->> '$.seq'");
  }

  /** Adds a message as it stands; a hydrated one brings its reactions and its thread with it. */
  insert(m: Message): void {
    this.#sql.exec(
      `insert into messages (id, seq, version, author_id, body, sent_at, edited_at, deleted_at, deleted_by,
         quote_id, thread_id, in_room, thread, reactions, pin, mentions, attachments)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[m.id, m.seq, m.version, m.authorId, m.body, m.sentAt, m.editedAt, m.deletedAt, m.deletedBy],
      ...[m.quote?.messageId ?? null, m.threadId, m.inRoom ? 1 : 0, ...jsonColumns(m)],
    );
    for (const { id } of m.attachments) {
      this.#sql.exec("insert or ignore into attachments (id, message_id) values (?, ?)", id, m.id);
    }
  }

  /** Does what an event says. */
  apply(event: Exclude<RoomEvent, { type: "joined" | "left" }>): void {
    if (event.type === "sent") this.insert(event.message);
    const changed = event.type === "sent" ? event.message.threadId : event.messageId;
    const message = changed === null ? null : this.find(changed);
    if (message) this.#save(changeMessage(message, event));
    if (event.type === "deleted") this.#scrub(event.messageId);
  }

  #save(m: Message): void {
    this.#sql.exec(
      `update messages set version = ?, body = ?, edited_at = ?, deleted_at = ?, deleted_by = ?,
         thread = ?, reactions = ?, pin = ?, mentions = ?, attachments = ? where id = ?`,
      ...[m.version, m.body, m.editedAt, m.deletedAt, m.deletedBy, ...jsonColumns(m), m.id],
    );
  }

  /** What was deleted must not come back by a replay, neither its own words and files nor what others quote of them. */
  #scrub(messageId: string): void {
    this.#sql.exec(
      `update events set data = json_set(data, '$.message.attachments', json('[]'))
       where message_id = ? and type in ('sent', 'pinned') and data ->> '$.message.attachments' is not null`,
      messageId,
    );
    this.#sql.exec(
      `update events set data = json_set(data, iif(type = 'edited', '$.body', '$.message.body'), '')
       where message_id = ? and type in ('sent', 'edited', 'pinned')`,
      messageId,
    );
    this.#sql.exec(
      `update events set data = json_set(data, '$.message.quote.excerpt', '')
       where type in ('sent', 'pinned') and message_id in (select id from messages where quote_id = ?)`,
      messageId,
    );
  }

  #select(where: string, ...values: SqlStorageValue[]): Message[] {
    return this.#sql
      .exec(`${selectMessages} ${where}`, ...values)
      .toArray()
      .map(parseMessage);
  }
}

const jsonColumns = ({ thread, reactions, pin, mentions, attachments }: Message): (string | null)[] => [
  thread && JSON.stringify(thread),
  JSON.stringify(reactions),
  pin && JSON.stringify(pin),
  JSON.stringify(mentions),
  JSON.stringify(attachments),
];

const selectMessages = `select m.id, m.seq, m.version, m.author_id authorId, m.body, m.sent_at sentAt,
    m.edited_at editedAt, m.deleted_at deletedAt, m.deleted_by deletedBy, m.thread_id threadId, m.in_room inRoom,
    m.thread, m.reactions, m.pin, m.mentions, m.attachments, q.id quoteId, q.seq quoteSeq, q.author_id quoteAuthorId,
    q.body quoteBody, q.attachments quoteAttachments
  from messages m left join messages q on q.id = m.quote_id`;

const rowSchema = z.object({
  thread: z.string().nullable(),
  reactions: z.string(),
  pin: z.string().nullable(),
  mentions: z.string(),
  attachments: z.string(),
  quoteId: z.string().nullable(),
  quoteSeq: z.number().nullable(),
  quoteAuthorId: z.string().nullable(),
  quoteBody: z.string().nullable(),
  quoteAttachments: z.string().nullable(),
});

function parseMessage(row: Row): Message {
  const { thread, reactions, pin, mentions, attachments, ...quoted } = rowSchema.parse(row);
  return messageSchema.parse({
    ...row,
    inRoom: row.inRoom === 1,
    thread: thread && JSON.parse(thread),
    reactions: JSON.parse(reactions),
    pin: pin && JSON.parse(pin),
    mentions: JSON.parse(mentions),
    attachments: JSON.parse(attachments),
    quote: quoted.quoteId && {
      messageId: quoted.quoteId,
      seq: quoted.quoteSeq,
      authorId: quoted.quoteAuthorId,
      excerpt: lineOf({
        body: quoted.quoteBody ?? "",
        attachments: JSON.parse(quoted.quoteAttachments ?? "[]"),
      }),
    },
  });
}
