import { newId } from "#domain/ids.ts";

/** How long somebody is away before a letter brings what they have not read. */
export const AWAY_MS = 15 * 60_000;
/** A queue may lose a job: a letter of which nobody said that it is out by then is asked for again. */
const CONFIRM_WITHIN_MS = 2 * 60_000;

export interface OwedLetter {
  roomId: string;
  /** The same however often it is asked for, so that the letter goes out once. */
  jobId: string;
}

/** Letters about unread messages: one a room, until the person has read. */
export class UnreadLetters {
  constructor(readonly sql: SqlStorage) {}

  /** Of a room whose letter is owed or out already nothing more is owed. */
  owe(roomId: string, notificationId: number, nowMs: number): void {
    this.sql.exec(
      "insert or ignore into unread_mail (room_id, job_id, notification_id, due_at) values (?, ?, ?, ?)",
      ...[roomId, newId(), notificationId, nowMs + AWAY_MS],
    );
  }

  /** The person has read, or the letter is not wanted any more. */
  forget(roomId: string): void {
    this.sql.exec("delete from unread_mail where room_id = ?", roomId);
  }

  /** The letter is out: none more until the person has read. */
  settle(roomId: string): void {
    this.sql.exec("update unread_mail set due_at = null where room_id = ?", roomId);
  }

  defer(roomId: string, untilMs: number): void {
    this.sql.exec(
      "update unread_mail set due_at = ? where room_id = ? and due_at is not null",
      untilMs,
      roomId,
    );
  }

  /**
   * What is due, now taken as asked for. What the person has seen in the list of notifications is owed no longer, and
   * somebody who is here gets no letter yet.
   */
  takeDue(nowMs: number, isHere: boolean): OwedLetter[] {
    this.sql.exec(
      `delete from unread_mail where due_at is not null and notification_id in (
         select id from notifications where read_at is not null)`,
    );
    const dueAt = nowMs + (isHere ? AWAY_MS : CONFIRM_WITHIN_MS);
    const due = this.sql
      .exec<{ roomId: string; jobId: string }>(
        "update unread_mail set due_at = ? where due_at <= ? returning room_id roomId, job_id jobId",
        ...[dueAt, nowMs],
      )
      .toArray();
    return isHere ? [] : due;
  }

  /** Whose letters they are, kept since an alarm is not told. */
  get userId(): string {
    const { userId } = this.sql.exec<{ userId: string | null }>("select user_id userId from inbox").one();
    if (!userId) throw new Error("nobody's letters");
    return userId;
  }

  set userId(userId: string) {
    this.sql.exec("update inbox set user_id = ? where user_id is null", userId);
  }

  /** In milliseconds since 1970. */
  nextAt(): number | null {
    return this.sql.exec<{ at: number | null }>("select min(due_at) at from unread_mail").one().at;
  }
}
