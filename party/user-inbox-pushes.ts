import { newId } from "#domain/ids.ts";
import { type InboxEvent, inboxEventSchema, type NotificationKind } from "#domain/notifications/schema.ts";
import { standingWords } from "#domain/push/standing-words.ts";
import { tagOf, tagOfRoom } from "#domain/push/tag-of.ts";
import { lineOfRoom, roomOf } from "./user-inbox-rooms.ts";
import { selectNotifications } from "./user-inbox-wishes.ts";

/** Who is here sees it here; whether they left without reading it is looked at this much later. */
export const STILL_HERE_MS = 60_000;
/** What nobody could be shown for so long is news no more. */
const STALE_MS = 24 * 60 * 60_000;
/** A push whose job did not come for it by then was never asked for, or was lost on the way: it is asked for again. */
export const CONFIRM_WITHIN_MS = 2 * 60_000;

export interface OwedPush {
  notificationId: number;
  /** The same however often it is asked for, so that a device shows it once. */
  jobId: string;
}

interface Told {
  id: number;
  kind: NotificationKind;
  href: string;
}

/** Pushes to the person's devices: one a conversation or notification, until the person has read it. */
export class OwedPushes {
  constructor(readonly sql: SqlStorage) {}

  /** Whether any device is to hear of what comes: of most people none is, and nothing is owed. */
  get areHeard(): boolean {
    return this.sql.exec<{ pushed: number }>("select pushed from inbox").one().pushed === 1;
  }

  set areHeard(areHeard: boolean) {
    this.sql.exec("update inbox set pushed = ?", areHeard ? 1 : 0);
    if (!areHeard) this.sql.exec("delete from push_owed");
  }

  /** Of a conversation whose push is owed or out already nothing more is owed. */
  owe(told: Told, nowMs: number): void {
    this.#dropRead();
    this.sql.exec(
      "insert or ignore into push_owed (tag, notification_id, job_id, due_at) values (?, ?, ?, ?)",
      ...[tagOf(told), told.id, newId(), nowMs],
    );
  }

  /** The person has read the conversation. */
  forgetRoom(roomId: string): void {
    this.sql.exec("delete from push_owed where tag = ?", tagOfRoom(roomId));
  }

  /** Asks again later for one that has been asked for and was not read since; never, where its job has come. */
  defer(notificationId: number, untilMs: number | null): void {
    this.sql.exec("update push_owed set due_at = ? where notification_id = ?", untilMs, notificationId);
  }

  /** What is due, now taken as asked for; nothing yet for somebody who is here. */
  takeDue(nowMs: number, isHere: boolean): OwedPush[] {
    this.#dropRead();
    this.sql.exec(
      `delete from push_owed where due_at is not null and notification_id in (
         select id from notifications where at < ?)`,
      new Date(nowMs - STALE_MS).toISOString(),
    );
    const due = this.sql
      .exec<{ notificationId: number; jobId: string }>(
        `update push_owed set due_at = ? where due_at <= ?
         returning notification_id notificationId, job_id jobId`,
        ...[nowMs + (isHere ? STILL_HERE_MS : CONFIRM_WITHIN_MS), nowMs],
      )
      .toArray();
    return isHere ? [] : due;
  }

  /**
   * What a push is to show, in words that still stand, unless the person has read it meanwhile, or may do so now, or it is
   * news no more. With it the job has come, which its queue brings again until it is done.
   */
  take(notificationId: number, nowMs: number, isHere: boolean): InboxEvent | null {
    const row = this.sql
      .exec(
        `${selectNotifications} where id = ? and read_at is null
           and id in (select notification_id from push_owed) and at >= ?`,
        ...[notificationId, new Date(nowMs - STALE_MS).toISOString()],
      )
      .toArray()[0];
    if (!row) return null;
    this.defer(notificationId, isHere ? nowMs + STILL_HERE_MS : null);
    if (isHere) return null;
    const event = inboxEventSchema.parse(row);
    return { ...event, preview: standingWords(event, lineOfRoom(this.sql, roomOf(event.href))) };
  }

  /** In milliseconds since 1970. */
  nextAt(): number | null {
    return this.sql.exec<{ at: number | null }>("select min(due_at) at from push_owed").one().at;
  }

  #dropRead(): void {
    this.sql.exec(
      "delete from push_owed where notification_id not in (select id from notifications where read_at is null)",
    );
  }
}
