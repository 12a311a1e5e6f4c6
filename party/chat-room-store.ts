import { DomainError } from "#domain/errors.ts";
import { newId } from "#domain/ids.ts";
import {
  type Command,
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

type Write = Extract<Command, { type: "send" | "edit" | "delete" }>;
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

  /** @returns the event, or null when the person is a member already */
  join(member: RoomMember, at: string): RoomEvent | null {
    return this.storage.transactionSync(() => {
      const known = this.#sql.exec("select 1 from members where user_id = ?", member.userId).toArray();
      if (known.length > 0) return null;
      const event: RoomEvent = { type: "joined", seq: this.lastSeq + 1, at, member };
      this.#append(event, { userId: member.userId });
      this.#sql.exec(
        "insert into members (user_id, name, joined_at, joined_seq) values (?, ?, ?, ?)",
        member.userId,
        member.name,
        member.joinedAt,
        event.seq,
      );
      return event;
    });
  }

  /**
   * Writes a command of a member, once for each client id.
   * @returns the event's number, and the event itself unless this was a repeat
   * @throws DomainError `not_found`, `not_allowed` (somebody else's message), `conflict` (deleted already)
   */
  write(userId: string, command: Write, at: string): { seq: number; event: RoomEvent | null } {
    return this.storage.transactionSync(() => {
      const repeat = this.#sql
        .exec<{ seq: number }>(
          "select seq from events where user_id = ? and client_id = ?",
          userId,
          command.clientId,
        )
        .toArray()[0];
      if (repeat) return { seq: repeat.seq, event: null };
      const event =
        command.type === "send" ? this.#send(userId, command, at) : this.#change(userId, command, at);
      return { seq: event.seq, event };
    });
  }

  #send(userId: string, { clientId, body }: Extract<Write, { type: "send" }>, at: string): RoomEvent {
    const seq = this.lastSeq + 1;
    const message: Message = {
      id: newId(),
      seq,
      version: seq,
      authorId: userId,
      body,
      sentAt: at,
      editedAt: null,
      deletedAt: null,
    };
    const event: RoomEvent = { type: "sent", seq, at, message, clientId };
    this.#append(event, { userId, clientId, messageId: message.id });
    this.#insertMessage(message);
    this.markRead(userId, seq);
    return event;
  }

  #change(userId: string, command: Extract<Write, { type: "edit" | "delete" }>, at: string): RoomEvent {
    const { clientId, messageId } = command;
    const message = this.message(messageId);
    if (!message) throw new DomainError("not_found", { message: "This message is not in the room." });
    if (message.authorId !== userId)
      throw new DomainError("not_allowed", { message: "Only its author can change a message." });
    if (message.deletedAt) throw new DomainError("conflict", { message: "This message was deleted." });
    const seq = this.lastSeq + 1;
    const event: RoomEvent =
      command.type === "edit"
        ? { type: "edited", seq, at, messageId, body: command.body }
        : { type: "deleted", seq, at, messageId };
    this.#append(event, { userId, clientId, messageId });
    if (event.type === "edited") {
      this.#sql.exec(
        "update messages set body = ?, edited_at = ?, version = ? where id = ?",
        event.body,
        at,
        seq,
        messageId,
      );
    } else {
      this.#sql.exec(
        "update messages set body = '', deleted_at = ?, version = ? where id = ?",
        at,
        seq,
        messageId,
      );
      // what was deleted must not come back by a replay
      this.#sql.exec(
        `update events set data = json_set(data, iif(type = 'sent', '$.message.body', '$.body'), '')
         where message_id = ? and type in ('sent', 'edited')`,
        messageId,
      );
    }
    return event;
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

  #append(event: RoomEvent, by: { userId: string; clientId?: string; messageId?: string }): void {
    this.#sql.exec(
      "insert into events (seq, type, user_id, client_id, message_id, data) values (?, ?, ?, ?, ?, ?)",
      event.seq,
      event.type,
      by.userId,
      by.clientId ?? null,
      by.messageId ?? null,
      JSON.stringify(event),
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
