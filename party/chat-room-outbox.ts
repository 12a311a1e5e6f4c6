import { newId } from "#domain/ids.ts";
import type { NewNotification, RoomSummary } from "#domain/notifications/schema.ts";
import { lineOf, type RoomMember } from "#domain/rooms/schema.ts";
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
}

/** Events of one archive job. */
const MAX_RANGE = 200;
/** The archive runs behind on purpose, so that a lively minute is few jobs. */
const ARCHIVE_DELAY_MS = 1_000;
/** A queue may lose a job: a range that nobody confirmed by then is sent again. */
const CONFIRM_WITHIN_MS = 120_000;
const PREVIEW_LENGTH = 140;

/** What the room owes to the world, written in the transaction of the change and drained by the alarm. */
export class ChatRoomOutbox {
  readonly #sql: SqlStorage;
  readonly #turns = new PushTurns();

  constructor(readonly store: ChatRoomStore) {
    this.#sql = store.storage.sql;
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
    return this.#sql.exec("select 1 from members where push_owed > 0 limit 1").toArray().length > 0;
  }

  /**
   * What some members' inboxes are owed, each in turn (chat-room-turns.ts). It stays owed until `confirmPush`, so that
   * nothing is lost with an object that dies in between; an inbox ignores a repeat.
   * @param present ids of the people in the room, who need no notification
   */
  takePushes(roomId: string, present: ReadonlySet<string>): Push[] {
    return this.store.storage.transactionSync(() => {
      const owed = this.#sql
        .exec<{ userId: string; readSeq: number; notified: number; mentionSeq: number; muted: number }>(
          `update members set push_owed = 2 where user_id in (select value from json_each(?))
           returning user_id userId, read_seq readSeq, notified, mention_seq mentionSeq, muted`,
          JSON.stringify(this.#turns.next(this.#owedPushes(), present)),
        )
        .toArray();
      const members = this.store.members.list();
      const { last } = this.#last();
      return owed.map(({ userId, readSeq, notified, mentionSeq, muted }) => {
        const summary = this.#summary(roomId, userId, readSeq, members);
        if (summary.unread === 0) {
          this.#sql.exec("update members set notified = 0, mention_seq = 0 where user_id = ?", userId);
        }
        if (present.has(userId) || summary.unread === 0 || last === null) {
          return { userId, summary, notification: null };
        }
        const mention = mentionSeq > readSeq ? this.#mention(roomId, mentionSeq) : null;
        const plain = notified || muted ? null : this.#notification(roomId, summary);
        return { userId, summary, notification: mention ?? plain };
      });
    });
  }

  /** The inbox has it; what is owed anew since it was taken stays owed. */
  confirmPush(userId: string, notified: boolean): void {
    this.#sql.exec(
      `update members set push_owed = iif(push_owed = 2, 0, push_owed), notified = iif(?1, 1, notified),
         mention_seq = iif(?1 and push_owed = 2, 0, mention_seq)
       where user_id = ?2`,
      ...[notified ? 1 : 0, userId],
    );
  }

  #owedPushes(): string[] {
    return this.#sql
      .exec<{ id: string }>("select user_id id from members where push_owed > 0 order by user_id")
      .toArray()
      .map(({ id }) => id);
  }

  #summary(roomId: string, userId: string, readSeq: number, members: RoomMember[]): RoomSummary {
    const other = members.find((member) => member.userId !== userId);
    const { last } = this.#last();
    const { unread } = this.#sql
      .exec<{ unread: number }>(
        "select count(*) unread from messages where seq > ? and author_id <> ? and deleted_at is null",
        ...[readSeq, userId],
      )
      .one();
    return {
      roomId,
      withUserId: other?.userId ?? userId,
      withName: other?.name ?? "",
      lastSeq: this.store.lastSeq,
      readSeq,
      unread,
      preview: last?.preview ?? null,
      lastAuthorId: last?.authorId ?? null,
      at: last?.at ?? null,
    };
  }

  #last(): { last: { preview: string; authorId: string; at: string } | null } {
    const rows = this.#sql.exec<{ preview: string; authorId: string; at: string }>(
      `select substr(iif(body = '', (select group_concat(value ->> '$.name', ', ') from json_each(attachments)), body),
         1, ${PREVIEW_LENGTH}) preview, author_id authorId, sent_at at from messages
       where deleted_at is null order by seq desc limit 1`,
    );
    return { last: rows.toArray()[0] ?? null };
  }

  /** That a message names the member; null when it was deleted since. */
  #mention(roomId: string, seq: number): NewNotification | null {
    const message = this.store.messages.madeBy(seq);
    if (!message || message.deletedAt) return null;
    const author = this.store.members.list().find(({ userId }) => userId === message.authorId);
    const place = message.inRoom ? `#m${seq}` : `?thread=${message.threadId}`;
    return {
      key: `room:${roomId}:mention:${seq}`,
      kind: "message.new",
      title: `${author?.name ?? "Somebody"} mentioned you`,
      preview: lineOf(message),
      href: `/conversations/${roomId}${place}`,
    };
  }

  #notification(roomId: string, summary: RoomSummary): NewNotification {
    return {
      // one a room until the member reads on, however often it is tried
      key: `room:${roomId}:${summary.readSeq}`,
      kind: "message.new",
      title: `${summary.withName} wrote to you`,
      preview: summary.preview ?? undefined,
      href: `/conversations/${roomId}`,
    };
  }
}
