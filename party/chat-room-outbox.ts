import { newId } from "#domain/ids.ts";
import type { NewNotification, RoomSummary } from "#domain/notifications/schema.ts";
import { isMove } from "#domain/rooms/apply-event.ts";
import type { RoomEvent } from "#domain/rooms/protocol.ts";
import { ChatRoomNews } from "./chat-room-news.ts";
import type { ChatRoomStore } from "./chat-room-store.ts";
import { PushTurns } from "./chat-room-turns.ts";

export interface ArchiveRange {
  id: string;
  fromSeq: number;
  toSeq: number;
}

/** What a member's inbox is owed. */
export interface Push {
  userId: string;
  summary: RoomSummary;
  /** Null when the member is in the room, has heard already, or has nothing unread. */
  notification: NewNotification | null;
  /** In a room of many, the last event that this tells of. */
  through: number;
}

/** Events of one archive job. */
const MAX_RANGE = 200;
/** The archive runs behind on purpose, so that a lively minute is few jobs. */
const ARCHIVE_DELAY_MS = 1_000;
/** A queue may lose a job: a range that nobody confirmed by then is sent again. */
const CONFIRM_WITHIN_MS = 120_000;
/** Of a room of many: what a list of conversations would show otherwise after it. */
const newsOf: ReadonlySet<RoomEvent["type"]> = new Set(["sent", "edited", "deleted"]);
const isOwed = "(push_owed > 0 or (gone = 0 and told_seq < (select news_seq from room)))";

/** What the room owes to the world, written in the transaction of the change and drained by the alarm. */
export class ChatRoomOutbox {
  readonly #sql: SqlStorage;
  readonly #turns = new PushTurns();
  readonly #news: ChatRoomNews;

  constructor(readonly store: ChatRoomStore) {
    this.#sql = store.storage.sql;
    this.#news = new ChatRoomNews(store);
  }

  /** Notes that event `seq` has to reach the archive: the newest unsent range grows, or a new one begins. */
  oweArchive(seq: number, nowMs: number): void {
    const grown = this.#sql.exec(
      `update archive_outbox set to_seq = ? where to_seq = ? and sent = 0 and ? - from_seq < ? returning 1`,
      ...[seq, seq - 1, seq, MAX_RANGE],
    );
    if (grown.toArray().length > 0) return;
    this.#sql.exec(
      "insert into archive_outbox (id, from_seq, to_seq, due_at) values (?, ?, ?, ?)",
      ...[newId(), seq, seq, nowMs + ARCHIVE_DELAY_MS],
    );
  }

  /** Ranges that are due, now taken as sent until the archive confirms them or the time for that is over. */
  takeDueRanges(nowMs: number): ArchiveRange[] {
    return this.#sql
      .exec<{ id: string; fromSeq: number; toSeq: number }>(
        `update archive_outbox set sent = 1, due_at = ? where due_at <= ?
         returning id, from_seq fromSeq, to_seq toSeq`,
        ...[nowMs + CONFIRM_WITHIN_MS, nowMs],
      )
      .toArray();
  }

  /** The queue did not take it. */
  returnRange(id: string, dueAtMs: number): void {
    this.#sql.exec("update archive_outbox set due_at = ? where id = ?", dueAtMs, id);
  }

  confirmRange(fromSeq: number, toSeq: number): void {
    this.#sql.exec("delete from archive_outbox where from_seq >= ? and to_seq <= ?", fromSeq, toSeq);
  }

  /** When the next range is due, in milliseconds since 1970. */
  nextRangeAt(): number | null {
    return this.#sql.exec<{ at: number | null }>("select min(due_at) at from archive_outbox").one().at;
  }

  /** `push_owed` is 1 while it is owed, and 2 while the inbox is being told. */
  owePush(userId?: string): void {
    if (userId) this.#sql.exec("update members set push_owed = 1 where user_id = ? and gone = 0", userId);
    else this.#sql.exec("update members set push_owed = 1 where push_owed <> 1 and gone = 0");
  }

  /** What members' inboxes are owed after an event; where many are, one write for all of them. */
  oweEvent(event: RoomEvent): void {
    if (!this.store.terms.isOfMany) this.owePush();
    else if (isMove(event)) this.owePush(event.member.userId);
    else if (newsOf.has(event.type)) this.#sql.exec("update room set news_seq = ?", event.seq);
  }

  /** For who leaves: what came while they sat there unseen is worth a notification now. */
  owePushOfUnread(userId: string): void {
    this.#sql.exec(
      `update members set push_owed = 1 where user_id = ? and gone = 0 and exists (
         select 1 from messages
         where seq > members.read_seq and author_id <> members.user_id and deleted_at is null)`,
      userId,
    );
  }

  get pushOwed(): boolean {
    return this.#sql.exec(`select 1 from members where ${isOwed} limit 1`).toArray().length > 0;
  }

  /**
   * What some members' inboxes are owed, each in turn (chat-room-turns.ts). It stays owed until `confirmPush`, so that
   * nothing is lost with an object that dies in between; an inbox ignores a repeat.
   * @param present ids of the people in the room, who need no notification
   */
  takePushes(roomId: string, present: ReadonlySet<string>): Push[] {
    return this.store.storage.transactionSync(() => {
      const owed = this.#sql
        .exec<{
          userId: string;
          readSeq: number;
          notified: number;
          mentionSeq: number;
          muted: number;
          gone: number;
        }>(
          `update members set push_owed = 2 where user_id in (select value from json_each(?))
           returning user_id userId, read_seq readSeq, notified, mention_seq mentionSeq, muted, gone`,
          JSON.stringify(this.#turns.next(this.#owedPushes(), present)),
        )
        .toArray();
      const last = this.#news.last();
      const through = this.#newsSeq;
      return owed.map(({ userId, readSeq, notified, mentionSeq, muted, gone }) => {
        const summary = { ...this.#news.summary(roomId, userId, readSeq), gone: gone === 1 };
        if (summary.gone) return { userId, summary, notification: null, through };
        if (summary.unread === 0) {
          this.#sql.exec("update members set notified = 0, mention_seq = 0 where user_id = ?", userId);
        }
        if (present.has(userId) || summary.unread === 0 || last === null) {
          return { userId, summary, notification: null, through };
        }
        const mention = mentionSeq > readSeq ? this.#news.mention(roomId, mentionSeq) : null;
        const plain = notified || muted ? null : this.#news.notification(roomId, summary);
        return { userId, summary, notification: mention ?? plain, through };
      });
    });
  }

  /** The inbox has it; what is owed anew since it was taken stays owed. */
  confirmPush(userId: string, notified: boolean, through = 0): void {
    this.#sql.exec(
      `update members set push_owed = iif(push_owed = 2, 0, push_owed), notified = iif(?1, 1, notified),
         mention_seq = iif(?1 and push_owed = 2 and ?3 >= (select news_seq from room), 0, mention_seq),
         told_seq = max(told_seq, ?3)
       where user_id = ?2`,
      ...[notified ? 1 : 0, userId, through],
    );
  }

  /** In a room of many, the last event that inboxes hear of. */
  get #newsSeq(): number {
    return this.#sql.exec<{ news: number }>("select news_seq news from room").one().news;
  }

  #owedPushes(): string[] {
    return this.#sql
      .exec<{ id: string }>(`select user_id id from members where ${isOwed} order by user_id`)
      .toArray()
      .map(({ id }) => id);
  }
}
