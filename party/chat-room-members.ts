import type { RoomMember, RoomSnapshot } from "#domain/rooms/schema.ts";

/** Who is in a room and how far each has read, in its SQLite. */
export class ChatRoomMembers {
  readonly #sql: SqlStorage;

  constructor(storage: DurableObjectStorage) {
    this.#sql = storage.sql;
  }

  list(): RoomMember[] {
    return this.#sql
      .exec<{ userId: string; name: string; joinedAt: string }>(
        "select user_id userId, name, joined_at joinedAt from members order by joined_seq",
      )
      .toArray();
  }

  /** Takes back whoever was a member under this name. @returns false when nobody was */
  takeBack({ userId, name }: RoomMember): boolean {
    const known = this.#sql.exec(
      "update members set gone = 0 where user_id = ? and name = ? returning 1",
      ...[userId, name],
    );
    return known.toArray().length > 0;
  }

  put({ userId, name, joinedAt }: RoomMember, joinedSeq: number): void {
    this.#sql.exec(
      `insert into members (user_id, name, joined_at, joined_seq) values (?, ?, ?, ?)
       on conflict do update set name = excluded.name, joined_at = excluded.joined_at, joined_seq = excluded.joined_seq, gone = 0`,
      ...[userId, name, joinedAt, joinedSeq],
    );
  }

  /** Whoever is not among them has left: nothing more is told to their inbox, until they are back. */
  keepOnly(userIds: readonly string[]): void {
    this.#sql.exec(
      "update members set gone = 1 - gone, push_owed = 0 where gone <> (user_id not in (select value from json_each(?)))",
      JSON.stringify(userIds),
    );
  }

  /** Moves a read mark forward. @returns false when it did not move */
  markRead(userId: string, seq: number): boolean {
    const moved = this.#sql.exec(
      "update members set read_seq = ? where user_id = ? and read_seq < ? returning 1",
      ...[seq, userId, seq],
    );
    return moved.toArray().length > 0;
  }

  /** A muted member is notified of messages that name them alone. */
  setMuted(userId: string, on: boolean): void {
    this.#sql.exec("update members set muted = ? where user_id = ?", on ? 1 : 0, userId);
  }

  /** Remembers who has to be told that a message names them. */
  noteMentions(userIds: readonly string[], seq: number): void {
    for (const userId of userIds) {
      this.#sql.exec("update members set mention_seq = ? where user_id = ?", seq, userId);
    }
  }

  reads(): RoomSnapshot["reads"] {
    const rows = this.#sql.exec<{ userId: string; seq: number }>(
      "select user_id userId, read_seq seq from members where read_seq > 0",
    );
    return Object.fromEntries(rows.toArray().map(({ userId, seq }) => [userId, seq]));
  }
}
