import { type RoomEvent, roomEventSchema } from "#domain/rooms/protocol.ts";

/** What has happened in a room, numbered without a gap, in its SQLite: the truth that all else there is made from. */
export class ChatRoomEvents {
  readonly #sql: SqlStorage;

  constructor(storage: DurableObjectStorage) {
    this.#sql = storage.sql;
  }

  /** Number of the last event, 0 in a new room. */
  get lastSeq(): number {
    const rows = this.#sql
      .exec<{ last: number }>("select coalesce((select max(seq) from events), base_seq) last from room")
      .toArray();
    return rows[0]?.last ?? 0;
  }

  /** Number of the event that a person's client id made, or null. */
  seqOf(userId: string, clientId: string): number | null {
    const rows = this.#sql
      .exec<{ seq: number }>("select seq from events where user_id = ? and client_id = ?", userId, clientId)
      .toArray();
    return rows[0]?.seq ?? null;
  }

  /** Those after a number, or null when they are too many or no longer here. */
  after(seq: number, limit: number): RoomEvent[] | null {
    const { base } = this.#sql.exec<{ base: number }>("select base_seq base from room").one();
    const { lastSeq } = this;
    if (seq < base || seq > lastSeq || lastSeq - seq > limit) return null;
    return this.between(seq + 1, lastSeq);
  }

  between(fromSeq: number, toSeq: number): RoomEvent[] {
    return this.#select("where seq between ? and ?", fromSeq, toSeq);
  }

  /** Those that gave a message its words, oldest first. */
  ofWords(messageId: string): RoomEvent[] {
    return this.#select("where message_id = ? and type in ('sent', 'edited') and data <> '{}'", messageId);
  }

  insert(event: RoomEvent, by: { userId: string; clientId?: string }): void {
    const messageId =
      event.type === "sent" ? event.message.id : "messageId" in event ? event.messageId : null;
    this.#sql.exec(
      "insert into events (seq, type, user_id, client_id, message_id, data) values (?, ?, ?, ?, ?, ?)",
      ...[event.seq, event.type, by.userId, by.clientId ?? null, messageId, JSON.stringify(event)],
    );
  }

  #select(where: string, ...values: (string | number)[]): RoomEvent[] {
    return this.#sql
      .exec<{ data: string }>(`select data from events ${where} order by seq`, ...values)
      .toArray()
      .map(({ data }) => roomEventSchema.parse(JSON.parse(data)));
  }
}
