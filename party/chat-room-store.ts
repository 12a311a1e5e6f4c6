import {
  type Message,
  messageSchema,
  type RoomEvent,
  type RoomMember,
  type RoomSnapshot,
  roomEventSchema,
} from "#domain/rooms/protocol.ts";
import { chatRoomMigrations } from "./chat-room-migrations.ts";
import { migrate } from "./sql-migrations.ts";

/** Messages of a snapshot. */
export const SNAPSHOT_MESSAGES = 50;

type Row = Record<string, SqlStorageValue>;

/**
 * A room's SQLite: `events` is the truth and has no gap, `messages` and `members` are what applying them gives.
 * Every method is synchronous, so nothing comes between reading the last number and writing the next.
 */
export class ChatRoomStore {
  readonly #sql: SqlStorage;

  constructor(readonly storage: DurableObjectStorage) {
    this.#sql = storage.sql;
    migrate(storage, chatRoomMigrations);
  }

  /** False until the room has looked into the archive once. */
  get isOpen(): boolean {
    return this.#sql.exec("select 1 from room").toArray().length > 0;
  }

  /** True when the mentorship is over. */
  get isClosed(): boolean {
    return this.#sql.exec("select 1 from room where closed = 1").toArray().length > 0;
  }

  /** @returns false when it was closed already */
  close(): boolean {
    return this.#sql.exec("update room set closed = 1 where closed = 0 returning 1").toArray().length > 0;
  }

  /** True when the archive holds messages from before the oldest one here. */
  get archiveHasOlder(): boolean {
    return this.#sql.exec("select 1 from room where archive_has_older = 1").toArray().length > 0;
  }

  /**
   * Starts the room from what the archive holds (nothing, for a new room). Numbers go on after the archive's
   * last one; events up to there can't be replayed, a client that far back gets a reset.
   */
  hydrate(archived: { messages: Message[]; more: boolean; lastSeq: number }): void {
    this.storage.transactionSync(() => {
      if (this.isOpen) return;
      this.#sql.exec(
        "insert into room (id, base_seq, archive_has_older) values (1, ?, ?)",
        archived.lastSeq,
        archived.more ? 1 : 0,
      );
      for (const message of archived.messages) this.#insertMessage(message);
    });
  }

  /** Number of the last event, 0 in a new room. */
  get lastSeq(): number {
    const rows = this.#sql
      .exec<{ last: number }>("select coalesce((select max(seq) from events), base_seq) last from room")
      .toArray();
    return rows[0]?.last ?? 0;
  }

  members(): RoomMember[] {
    return this.#sql
      .exec<{ userId: string; name: string; joinedAt: string }>(
        "select user_id userId, name, joined_at joinedAt from members order by joined_seq",
      )
      .toArray();
  }

  /** @returns the event, or null when the person is a member already, under this name */
  join(member: RoomMember, at: string): RoomEvent | null {
    return this.storage.transactionSync(() => {
      const { userId, name, joinedAt } = member;
      const known = this.#sql.exec("select 1 from members where user_id = ? and name = ?", userId, name);
      if (known.toArray().length > 0) return null;
      const event: RoomEvent = { type: "joined", seq: this.lastSeq + 1, at, member };
      this.append(event, { userId });
      this.#sql.exec(
        `insert into members (user_id, name, joined_at, joined_seq) values (?, ?, ?, ?)
         on conflict do update set name = excluded.name, joined_at = excluded.joined_at, joined_seq = excluded.joined_seq`,
        ...[userId, name, joinedAt, event.seq],
      );
      return event;
    });
  }

  /** Number of the event that a person's client id made, or null. */
  seqOf(userId: string, clientId: string): number | null {
    const rows = this.#sql
      .exec<{ seq: number }>("select seq from events where user_id = ? and client_id = ?", userId, clientId)
      .toArray();
    return rows[0]?.seq ?? null;
  }

  message(id: string): Message | null {
    const row = this.#sql.exec(`${selectMessages} where id = ?`, id).toArray()[0];
    return row ? messageSchema.parse(row) : null;
  }

  /** Moves a read mark forward, never past the last event. @returns the mark, or null when it did not move */
  markRead(userId: string, seq: number): number | null {
    const mark = Math.min(seq, this.lastSeq);
    const moved = this.#sql.exec(
      "update members set read_seq = ? where user_id = ? and read_seq < ? returning 1",
      mark,
      userId,
      mark,
    );
    return moved.toArray().length > 0 ? mark : null;
  }

  reads(): RoomSnapshot["reads"] {
    const rows = this.#sql.exec<{ userId: string; seq: number }>(
      "select user_id userId, read_seq seq from members where read_seq > 0",
    );
    return Object.fromEntries(rows.toArray().map(({ userId, seq }) => [userId, seq]));
  }

  snapshot(limit = SNAPSHOT_MESSAGES): RoomSnapshot {
    const { messages, more } = this.history(this.lastSeq + 1, limit);
    return { lastSeq: this.lastSeq, members: this.members(), messages, more, reads: this.reads() };
  }

  /** The messages before an event's number, oldest first; `more` counts those of the archive too. */
  history(beforeSeq: number, limit: number): { messages: Message[]; more: boolean } {
    const rows = this.#sql
      .exec(`${selectMessages} where seq < ? order by seq desc limit ?`, beforeSeq, limit + 1)
      .toArray();
    return {
      messages: rows.slice(0, limit).reverse().map(parseMessage),
      more: rows.length > limit || this.archiveHasOlder,
    };
  }

  /** Events after a number, or null when they are too many or no longer here. */
  eventsAfter(after: number, limit: number): RoomEvent[] | null {
    const { base } = this.#sql.exec<{ base: number }>("select base_seq base from room").one();
    const { lastSeq } = this;
    if (after < base || after > lastSeq || lastSeq - after > limit) return null;
    return this.events(after + 1, lastSeq);
  }

  events(fromSeq: number, toSeq: number): RoomEvent[] {
    return this.#sql
      .exec<{ data: string }>(
        "select data from events where seq between ? and ? order by seq",
        fromSeq,
        toSeq,
      )
      .toArray()
      .map(({ data }) => roomEventSchema.parse(JSON.parse(data)));
  }

  /** Appends the next event, and does to the messages what it says. */
  append(event: RoomEvent, by: { userId: string; clientId?: string }): void {
    const messageId =
      event.type === "sent" ? event.message.id : "messageId" in event ? event.messageId : null;
    this.#sql.exec(
      "insert into events (seq, type, user_id, client_id, message_id, data) values (?, ?, ?, ?, ?, ?)",
      ...[event.seq, event.type, by.userId, by.clientId ?? null, messageId, JSON.stringify(event)],
    );
    if (event.type === "sent") this.#insertMessage(event.message);
    else if (event.type === "edited") this.#edit(event);
    else if (event.type === "deleted") this.#delete(event);
  }

  #edit({ seq, at, messageId, body }: Extract<RoomEvent, { type: "edited" }>): void {
    this.#sql.exec(
      "update messages set body = ?, edited_at = ?, version = ? where id = ?",
      ...[body, at, seq, messageId],
    );
  }

  #delete({ seq, at, messageId }: Extract<RoomEvent, { type: "deleted" }>): void {
    this.#sql.exec(
      "update messages set body = '', deleted_at = ?, version = ? where id = ?",
      ...[at, seq, messageId],
    );
    // what was deleted must not come back by a replay
    this.#sql.exec(
      `update events set data = json_set(data, iif(type = 'sent', '$.message.body', '$.body'), '')
       where message_id = ? and type in ('sent', 'edited')`,
      messageId,
    );
  }

  #insertMessage(m: Message): void {
    this.#sql.exec(
      `insert into messages (id, seq, version, author_id, body, sent_at, edited_at, deleted_at)
       values (?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[m.id, m.seq, m.version, m.authorId, m.body, m.sentAt, m.editedAt, m.deletedAt],
    );
  }
}

const selectMessages = `select id, seq, version, author_id authorId, body, sent_at sentAt, edited_at editedAt,
  deleted_at deletedAt from messages`;

const parseMessage = (row: Row): Message => messageSchema.parse(row);
