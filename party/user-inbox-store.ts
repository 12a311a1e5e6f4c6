import {
  type InboxEvent,
  type InboxState,
  inboxEventSchema,
  type NewNotification,
  type NotificationKind,
  type NotificationPage,
  type RoomSummary,
  roomSummarySchema,
  type StreamEvent,
} from "#domain/notifications/schema.ts";
import { topicOf } from "#domain/preferences/schema.ts";
import { migrate } from "./sql-migrations.ts";
import { UnreadLetters } from "./user-inbox-letters.ts";
import { userInboxMigrations } from "./user-inbox-migrations.ts";
import { OwedPushes } from "./user-inbox-pushes.ts";
import { lineOfRoom, roomOf } from "./user-inbox-rooms.ts";
import { InboxWishes, selectNotifications } from "./user-inbox-wishes.ts";

/** What a letter about unread messages may follow. */
const ofRooms: ReadonlySet<NotificationKind> = new Set(["message.new", "community.new"]);
const RETAINED_NOTIFICATIONS = 500;
const RETAINED_MS = 90 * 24 * 60 * 60 * 1000;

/** An inbox's SQLite. Synchronous throughout: a change and its number in the stream are one transaction. */
export class UserInboxStore {
  readonly #sql: SqlStorage;
  readonly letters: UnreadLetters;
  readonly pushes: OwedPushes;
  readonly wishes: InboxWishes;

  constructor(readonly storage: DurableObjectStorage) {
    this.#sql = storage.sql;
    migrate(storage, userInboxMigrations);
    this.letters = new UnreadLetters(storage.sql);
    this.pushes = new OwedPushes(storage.sql);
    this.wishes = new InboxWishes(storage);
  }

  get isOpen(): boolean {
    return this.#sql.exec("select 1 from inbox where opened = 1").toArray().length > 0;
  }

  /** Starts the list of conversations; what a room has pushed meanwhile is newer and stays. */
  hydrate(rooms: RoomSummary[]): void {
    this.storage.transactionSync(() => {
      this.#sql.exec("update inbox set opened = 1");
      for (const room of rooms) {
        this.#sql.exec(
          "insert or ignore into rooms (room_id, summary) values (?, ?)",
          room.roomId,
          JSON.stringify(room),
        );
      }
    });
  }

  state(): InboxState {
    const rooms = this.#sql
      .exec<{ summary: string }>(
        "select summary from rooms where coalesce(json_extract(summary, '$.gone'), 0) = 0 order by json_extract(summary, '$.at') desc, room_id",
      )
      .toArray();
    return {
      lastId: this.lastId,
      unread: this.unread,
      rooms: rooms.map(({ summary }) => roomSummarySchema.parse(JSON.parse(summary))),
    };
  }

  /** Newest first, before an id where one is given. */
  list({ before, limit, kinds = null, unread = false }: NotificationPage): InboxEvent[] {
    return this.#sql
      .exec(
        `${selectNotifications} where shown = 1 and id < ? and (? is null or kind in (select value from json_each(?)))
           and (? = 0 or read_at is null) order by id desc limit ?`,
        ...[before ?? Number.MAX_SAFE_INTEGER, kinds && "some", JSON.stringify(kinds ?? [])],
        ...[unread ? 1 : 0, limit],
      )
      .toArray()
      .map((row) => inboxEventSchema.parse(row));
  }

  /**
   * Keeps what the person wants to see here, on a device or in a digest, and notes when a push, and a letter about unread
   * messages, is due.
   * @returns what to tell the streams, or null for a key that is here already, and for what is not shown
   */
  deliver(notification: NewNotification, nowMs: number): StreamEvent | null {
    const { key, kind, title, preview, href } = notification;
    const { choices } = this.wishes.preferences;
    const { here, mail, push, digest } = choices[topicOf(kind)];
    const lettered = mail && ofRooms.has(kind);
    const pushed = push && this.pushes.areHeard;
    // nobody wants to hear of it in any way
    if (!here && !digest && !lettered && !pushed) return null;
    return this.storage.transactionSync(() => {
      if (this.#sql.exec("select 1 from notifications where key = ?", key).toArray().length > 0) return null;
      const id = this.#appendToStream("notification", null);
      if (!here) this.#sql.exec("delete from stream where id = ?", id);
      const at = new Date(nowMs).toISOString();
      this.#sql.exec(
        `insert into notifications (id, key, kind, title, preview, href, at, shown, for_digest)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        ...[id, key, kind, title, preview ?? null, href, at, here ? 1 : 0, digest ? 1 : 0],
      );
      if (lettered) this.letters.owe(roomOf(href), id, nowMs);
      if (pushed) this.pushes.owe({ id, kind, href }, nowMs);
      this.#prune(nowMs);
      return here ? this.#notificationEvent(id) : null;
    });
  }

  /**
   * Takes a room's newest summary; one that is older than what is here changes nothing. A room without
   * unread messages needs no notification either.
   */
  pushRoom(room: RoomSummary, nowMs: number): StreamEvent[] {
    return this.storage.transactionSync(() => {
      const known = lineOfRoom(this.#sql, room.roomId);
      if (known && room.lastSeq < known.lastSeq) return [];
      if (known && JSON.stringify(known) === JSON.stringify(roomSummarySchema.parse(room))) return [];
      this.#sql.exec(
        "insert or replace into rooms (room_id, summary) values (?, ?)",
        room.roomId,
        JSON.stringify(room),
      );
      const lastId = this.#appendToStream("room", room.roomId);
      const told: StreamEvent[] = [{ type: "room", lastId, unread: this.unread, room }];
      if (room.unread === 0) this.letters.forget(room.roomId);
      if (room.unread === 0) this.pushes.forgetRoom(room.roomId);
      const read = room.unread === 0 ? this.markRoomRead(room.roomId, nowMs) : null;
      return read ? [...told, read] : told;
    });
  }

  /** @returns what to tell the streams, or null when all of them were read already */
  markRead(what: { upTo: number } | { ids: number[] }, nowMs: number): StreamEvent | null {
    return "upTo" in what
      ? this.#markRead("id <= ?", what.upTo, nowMs)
      : this.#markRead("id in (select value from json_each(?))", JSON.stringify(what.ids), nowMs);
  }

  markRoomRead(roomId: string, nowMs: number): StreamEvent | null {
    return this.#markRead(
      "kind in ('message.new', 'community.new', 'group.added') and substr(href, 1, 51) = ?",
      `/conversations/${roomId}`,
      nowMs,
    );
  }

  /** What a stream missed after an id, or a reset when that is more than is kept. */
  eventsAfter(after: number): StreamEvent[] {
    const { lastId, unread } = this;
    const { through } = this.#sql.exec<{ through: number }>("select pruned_through through from inbox").one();
    // also for what is no number
    if (!(after >= through && after <= lastId)) return [{ type: "reset", lastId, unread }];
    return this.#sql
      .exec<{ id: number; type: string; roomId: string | null }>(
        "select id, type, room_id roomId from stream where id > ? order by id",
        after,
      )
      .toArray()
      .map(({ id, type, roomId }): StreamEvent => {
        if (type === "notification") return this.#notificationEvent(id);
        const room = roomId === null ? null : lineOfRoom(this.#sql, roomId);
        return room ? { type: "room", lastId: id, unread, room } : { type: "read", lastId: id, unread };
      });
  }

  /** Of the newest thing told, whether it is still kept or not. */
  get lastId(): number {
    return this.#sql
      .exec<{ last: number }>("select coalesce(max(seq), 0) last from sqlite_sequence where name = 'stream'")
      .one().last;
  }

  get unread(): number {
    return this.#sql
      .exec<{ unread: number }>(
        "select count(*) unread from notifications where read_at is null and shown = 1",
      )
      .one().unread;
  }

  #markRead(where: string, value: string | number, nowMs: number): StreamEvent | null {
    return this.storage.transactionSync(() => {
      const marked = this.#sql.exec(
        `update notifications set read_at = ? where read_at is null and shown = 1 and ${where} returning id`,
        new Date(nowMs).toISOString(),
        value,
      );
      if (marked.toArray().length === 0) return null;
      this.#sql.exec("delete from stream where type = 'read'");
      const lastId = this.#appendToStream("read", null);
      return { type: "read", lastId, unread: this.unread };
    });
  }

  #appendToStream(type: StreamEvent["type"], roomId: string | null): number {
    return this.#sql
      .exec<{ id: number }>(
        "insert or replace into stream (type, room_id) values (?, ?) returning id",
        type,
        roomId,
      )
      .one().id;
  }

  #prune(nowMs: number): void {
    const gone = this.#sql
      .exec<{ id: number }>(
        `delete from notifications where at < ? or id <= (
           select id from notifications order by id desc limit 1 offset ${RETAINED_NOTIFICATIONS}
         ) returning id`,
        new Date(nowMs - RETAINED_MS).toISOString(),
      )
      .toArray();
    if (gone.length === 0) return;
    const through = Math.max(...gone.map(({ id }) => id));
    this.#sql.exec("delete from stream where type = 'notification' and id <= ?", through);
    this.#sql.exec("update inbox set pruned_through = ?", through);
  }

  #notificationEvent(id: number): StreamEvent {
    const row = this.#sql.exec(`${selectNotifications} where id = ?`, id).one();
    return { type: "notification", lastId: id, unread: this.unread, event: inboxEventSchema.parse(row) };
  }
}
