import type { MoveEvent } from "#domain/rooms/apply-event.ts";
import {
  type Author,
  MAX_MOVES,
  type RoomMember,
  type RoomMove,
  type RoomSnapshot,
} from "#domain/rooms/schema.ts";

const select = "select user_id userId, name, joined_at joinedAt from members";

/** Who is in a room, who was, and how far each has read, in its SQLite. */
export class ChatRoomMembers {
  readonly #sql: SqlStorage;

  constructor(storage: DurableObjectStorage) {
    this.#sql = storage.sql;
  }

  /** Who is a member now, in the order of joining. */
  list(): RoomMember[] {
    return this.#select("where gone = 0 order by joined_seq, joined_at, user_id");
  }

  /** Who has left, and wrote what is still here. */
  former(): RoomMember[] {
    return this.#select(
      "where gone = 1 and user_id in (select author_id from messages) order by joined_seq, joined_at, user_id",
    );
  }

  /** Those of these people who have left, by their names. */
  gone(userIds: readonly string[]): Author[] {
    return [...new Set(userIds)].flatMap((userId) => {
      const known = this.known(userId);
      return known?.gone ? [{ userId, name: known.name }] : [];
    });
  }

  /** A member, or whoever was one; null for a stranger. */
  known(userId: string): (RoomMember & { gone: boolean }) | null {
    const [row] = this.#sql
      .exec<{ userId: string; name: string; joinedAt: string; gone: number }>(
        "select user_id userId, name, joined_at joinedAt, gone from members where user_id = ?",
        userId,
      )
      .toArray();
    return row ? { ...row, gone: row.gone === 1 } : null;
  }

  /** @param caughtUp has read all that came before: in a room of many nobody owes to read what was said without them */
  put({ userId, name, joinedAt }: RoomMember, joinedSeq: number, caughtUp: boolean): void {
    this.#sql.exec(
      `insert into members (user_id, name, joined_at, joined_seq, read_seq, told_seq)
       values (?1, ?2, ?3, ?4, ?5, (select news_seq from room))
       on conflict do update set name = excluded.name, joined_at = excluded.joined_at, joined_seq = excluded.joined_seq,
         gone = 0, read_seq = max(read_seq, excluded.read_seq), told_seq = excluded.told_seq`,
      ...[userId, name, joinedAt, joinedSeq, caughtUp ? joinedSeq : 0],
    );
  }

  /** Who left before the room began, for their name alone. */
  putFormer({ userId, name, joinedAt }: RoomMember): void {
    this.#sql.exec(
      "insert or ignore into members (user_id, name, joined_at, joined_seq, gone) values (?, ?, ?, 0, 1)",
      ...[userId, name, joinedAt],
    );
  }

  /** Has left: the inbox is told that the room is gone, and nothing more until they are back. */
  setGone(userId: string): void {
    this.#sql.exec(
      "update members set gone = 1, push_owed = 1, notified = 0, mention_seq = 0 where user_id = ?",
      userId,
    );
  }

  /** Notes a coming or going; the newest are kept. */
  noteMove({ type, seq, at, member }: MoveEvent): void {
    this.#sql.exec(
      "insert into moves (seq, type, at, user_id, name) values (?, ?, ?, ?, ?)",
      ...[seq, type, at, member.userId, member.name],
    );
    this.#sql.exec(
      `delete from moves where seq <= (select seq from moves order by seq desc limit 1 offset ${MAX_MOVES})`,
    );
  }

  /** The newest comings and goings, oldest first. */
  moves(): RoomMove[] {
    return this.#sql
      .exec<{ type: "joined" | "left"; seq: number; at: string; userId: string; name: string }>(
        "select type, seq, at, user_id userId, name from moves order by seq",
      )
      .toArray();
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

  /** Of a room of many: members of whom one has blocked another. */
  setBlocks(blocks: readonly { by: string; of: string }[]): void {
    this.#sql.exec("delete from blocks");
    for (const { by, of } of blocks) this.#sql.exec("insert into blocks (by, of) values (?, ?)", by, of);
  }

  /** Whether one member has blocked another. */
  hasBlocked(by: string, of: string): boolean {
    return this.#sql.exec("select 1 from blocks where by = ? and of = ?", by, of).toArray().length > 0;
  }

  /** @param readerId their mark alone */
  reads(readerId?: string): RoomSnapshot["reads"] {
    const rows = this.#sql.exec<{ userId: string; seq: number }>(
      "select user_id userId, read_seq seq from members where read_seq > 0 and (?1 is null or user_id = ?1)",
      readerId ?? null,
    );
    return Object.fromEntries(rows.toArray().map(({ userId, seq }) => [userId, seq]));
  }

  #select(rest: string): RoomMember[] {
    return this.#sql.exec<{ userId: string; name: string; joinedAt: string }>(`${select} ${rest}`).toArray();
  }
}
