import type { NewNotification, RoomSummary } from "#domain/notifications/schema.ts";
import { lineOf, placeOf } from "#domain/rooms/schema.ts";
import type { ChatRoomStore } from "./chat-room-store.ts";

const PREVIEW_LENGTH = 140;
/** So many unread are counted, and no more. */
const MAX_UNREAD = 1_000;

/** What a member's inbox is told of the room, in words: its line in the list, and why it is worth a notification. */
export class ChatRoomNews {
  readonly #sql: SqlStorage;

  constructor(readonly store: ChatRoomStore) {
    this.#sql = store.storage.sql;
  }

  /** The room's line in a member's list of conversations. */
  summary(roomId: string, userId: string, readSeq: number): RoomSummary {
    const { kind, title } = this.store.terms.described;
    const other = kind === "direct" ? this.#otherOf(userId) : { userId: roomId, name: title ?? "" };
    const last = this.last();
    const { unread } = this.#sql
      .exec<{ unread: number }>(
        `select count(*) unread from (select 1 from messages
           where seq > ? and author_id <> ? and deleted_at is null limit ${MAX_UNREAD})`,
        ...[readSeq, userId],
      )
      .one();
    return {
      roomId,
      kind,
      gone: false,
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

  /** The other of two, also one who has left. */
  #otherOf(userId: string): { userId: string; name: string } | undefined {
    return this.#sql
      .exec<{ userId: string; name: string }>(
        "select user_id userId, name from members where user_id <> ? order by gone, joined_seq limit 1",
        userId,
      )
      .toArray()[0];
  }

  /** The newest message that stands, as a list shows it. */
  last(): { preview: string; authorId: string; at: string } | null {
    const rows = this.#sql.exec<{ preview: string; authorId: string; at: string }>(
      `select substr(iif(body = '', (select group_concat(value ->> '$.name', ', ') from json_each(attachments)), body),
         1, ${PREVIEW_LENGTH}) preview, author_id authorId, sent_at at from messages
       where deleted_at is null order by seq desc limit 1`,
    );
    return rows.toArray()[0] ?? null;
  }

  /** That a message names the member; null when it was deleted since. */
  mention(roomId: string, seq: number): NewNotification | null {
    const message = this.store.messages.madeBy(seq);
    if (!message || message.deletedAt) return null;
    const { title } = this.store.terms.described;
    return {
      key: `room:${roomId}:mention:${seq}`,
      kind: "message.new",
      title: `${this.#nameOf(message.authorId)} mentioned you${title ? ` in ${title}` : ""}`,
      preview: lineOf(message),
      href: `/conversations/${roomId}${placeOf(message)}`,
    };
  }

  #nameOf(userId: string | null): string {
    return (userId && this.store.members.known(userId)?.name) || "Somebody";
  }

  /** That there is something unread, one until the member reads on. */
  notification(roomId: string, summary: RoomSummary): NewNotification {
    const { kind, withName, lastAuthorId } = summary;
    const titles = {
      direct: `${withName} wrote to you`,
      group: `${this.#nameOf(lastAuthorId)} wrote in ${withName}`,
      community: `New in ${withName}`,
    };
    return {
      // one a room until the member reads on, however often it is tried
      key: `room:${roomId}:${summary.readSeq}`,
      kind: kind === "community" ? "community.new" : "message.new",
      title: titles[kind],
      preview: summary.preview ?? undefined,
      href: `/conversations/${roomId}`,
    };
  }
}
