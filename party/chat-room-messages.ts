import { type Message, messageSchema, type RoomEvent } from "#domain/rooms/protocol.ts";

type Row = Record<string, SqlStorageValue>;

/** The messages of a room's SQLite: what applying its events gives. */
export class ChatRoomMessages {
  readonly #sql: SqlStorage;

  constructor(storage: DurableObjectStorage) {
    this.#sql = storage.sql;
  }

  find(id: string): Message | null {
    const row = this.#sql.exec(`${selectMessages} where id = ?`, id).toArray()[0];
    return row ? parseMessage(row) : null;
  }

  /** Those before an event's number, oldest first; `more`: there are older ones here. */
  before(beforeSeq: number, limit: number): { messages: Message[]; more: boolean } {
    const rows = this.#sql
      .exec(`${selectMessages} where seq < ? order by seq desc limit ?`, beforeSeq, limit + 1)
      .toArray();
    return { messages: rows.slice(0, limit).reverse().map(parseMessage), more: rows.length > limit };
  }

  insert(m: Message): void {
    this.#sql.exec(
      `insert into messages (id, seq, version, author_id, body, sent_at, edited_at, deleted_at)
       values (?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[m.id, m.seq, m.version, m.authorId, m.body, m.sentAt, m.editedAt, m.deletedAt],
    );
  }

  /** Does what an event says. */
  apply(event: RoomEvent): void {
    if (event.type === "sent") this.insert(event.message);
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
}

const selectMessages = `select id, seq, version, author_id authorId, body, sent_at sentAt, edited_at editedAt,
  deleted_at deletedAt from messages`;

const parseMessage = (row: Row): Message => messageSchema.parse(row);
