import { isMove, type MoveEvent } from "#domain/rooms/apply-event.ts";
import type { Writability } from "#domain/rooms/assert-writable.ts";
import { type RoomEvent, roomEventSchema } from "#domain/rooms/protocol.ts";
import type { Message, MessageVersion, RoomKind, RoomMember, RoomSnapshot } from "#domain/rooms/schema.ts";
import { waitOf } from "#domain/rooms/slow-mode.ts";
import { ChatRoomMembers } from "./chat-room-members.ts";
import { ChatRoomMessages } from "./chat-room-messages.ts";
import { chatRoomMigrations } from "./chat-room-migrations.ts";
import { migrate } from "./sql-migrations.ts";

/** Messages of a snapshot. */
export const SNAPSHOT_MESSAGES = 50;

/**
 * A room's SQLite: `events` is the truth and has no gap, `messages` and `members` are what applying them gives.
 * Every method is synchronous, so nothing comes between reading the last number and writing the next.
 */
export class ChatRoomStore {
  readonly #sql: SqlStorage;
  readonly messages: ChatRoomMessages;
  readonly members: ChatRoomMembers;

  constructor(readonly storage: DurableObjectStorage) {
    this.#sql = storage.sql;
    migrate(storage, chatRoomMigrations);
    this.messages = new ChatRoomMessages(storage);
    this.members = new ChatRoomMembers(storage);
  }

  /** False until the room has looked into the archive once. */
  get isOpen(): boolean {
    return this.#sql.exec("select 1 from room").toArray().length > 0;
  }

  /** What the room is, and how one of many is called. */
  get described(): { kind: RoomKind; title: string | null } {
    const [row] = this.#sql.exec<{ kind: RoomKind; title: string | null }>("select kind, title from room");
    return row ?? { kind: "direct", title: null };
  }

  get isOfMany(): boolean {
    return this.described.kind !== "direct";
  }

  describe({ kind, title }: { kind: RoomKind; title: string | null }): void {
    this.#sql.exec("update room set kind = ?, title = ?", kind, title);
  }

  /** Whether words may be written here, by what the room last heard. */
  get writability(): Writability {
    const [row] = this.#sql.exec<{ closed: number; blocked: number }>("select closed, blocked from room");
    return { closed: row?.closed === 1, blocked: row?.blocked === 1 };
  }

  /** @returns false when it was closed already */
  close(): boolean {
    return this.#sql.exec("update room set closed = 1 where closed = 0 returning 1").toArray().length > 0;
  }

  /** @returns false when it was so already */
  setBlocked(on: boolean): boolean {
    const value = on ? 1 : 0;
    const changed = this.#sql.exec("update room set blocked = ?1 where blocked <> ?1 returning 1", value);
    return changed.toArray().length > 0;
  }

  /** Slow mode: seconds between two messages of one member; 0 is off. */
  get slowSeconds(): number {
    const [row] = this.#sql.exec<{ slow: number }>("select slow_seconds slow from room");
    return row?.slow ?? 0;
  }

  /** @returns false when it was so already */
  setSlow(seconds: number): boolean {
    const changed = this.#sql.exec(
      "update room set slow_seconds = ?1 where slow_seconds <> ?1 returning 1",
      seconds,
    );
    return changed.toArray().length > 0;
  }

  /** Seconds until a member may send the next message. */
  waitOf(userId: string, at: string): number {
    const { slowSeconds } = this;
    return slowSeconds === 0 ? 0 : waitOf(slowSeconds, this.messages.lastSentAt(userId), at);
  }

  /** From this event on every message is here; of those before it single ones, which the archive has too. */
  get windowSeq(): number {
    const [row] = this.#sql.exec<{ seq: number }>("select window_seq seq from room");
    return row?.seq ?? 0;
  }

  /** Takes back what only the archive held; what is here already is newer, and stays. */
  takeBack(messages: readonly Message[]): void {
    this.storage.transactionSync(() => {
      for (const message of messages) if (!this.messages.find(message.id)) this.messages.insert(message);
    });
  }

  /** True when the archive holds messages from before `windowSeq`. */
  get archiveHasOlder(): boolean {
    return this.#sql.exec("select 1 from room where archive_has_older = 1").toArray().length > 0;
  }

  /**
   * Starts the room from what the archive holds (nothing, for a new room). Numbers go on after the archive's
   * last one; events up to there can't be replayed, a client that far back gets a reset.
   */
  hydrate(archived: { messages: Message[]; more: boolean; lastSeq: number }): void {
    this.storage.transactionSync(() => {
      if (this.isOpen) return;
      this.#sql.exec(
        "insert into room (id, base_seq, archive_has_older, window_seq) values (1, ?, ?, ?)",
        ...[archived.lastSeq, archived.more ? 1 : 0],
        archived.more ? (archived.messages[0]?.seq ?? archived.lastSeq + 1) : 0,
      );
      for (const message of archived.messages) this.messages.insert(message);
    });
  }

  /** Number of the last event, 0 in a new room. */
  get lastSeq(): number {
    const rows = this.#sql
      .exec<{ last: number }>("select coalesce((select max(seq) from events), base_seq) last from room")
      .toArray();
    return rows[0]?.last ?? 0;
  }

  /** @returns the event, or null when the person is a member already, under this name */
  join(member: RoomMember, at: string): RoomEvent | null {
    return this.storage.transactionSync(() => {
      const known = this.members.known(member.userId);
      if (known && !known.gone && known.name === member.name) return null;
      const event: RoomEvent = { type: "joined", seq: this.lastSeq + 1, at, member };
      this.append(event, { userId: member.userId });
      return event;
    });
  }

  /** @returns the event, or null when the person is no member */
  leave(userId: string, at: string): RoomEvent | null {
    return this.storage.transactionSync(() => {
      const known = this.members.known(userId);
      if (!known || known.gone) return null;
      const { gone: _, ...member } = known;
      const event: RoomEvent = { type: "left", seq: this.lastSeq + 1, at, member };
      this.append(event, { userId });
      return event;
    });
  }

  /** Number of the event that a person's client id made, or null. */
  seqOf(userId: string, clientId: string): number | null {
    const rows = this.#sql
      .exec<{ seq: number }>("select seq from events where user_id = ? and client_id = ?", userId, clientId)
      .toArray();
    return rows[0]?.seq ?? null;
  }

  /** Moves a read mark forward, never past the last event. @returns the mark, or null when it did not move */
  markRead(userId: string, seq: number): number | null {
    const mark = Math.min(seq, this.lastSeq);
    return this.members.markRead(userId, mark) ? mark : null;
  }

  /** Read marks as a reader may know them. */
  readsFor(readerId: string | null): RoomSnapshot["reads"] {
    if (!this.isOfMany) return this.members.reads();
    return readerId === null ? {} : this.members.reads(readerId);
  }

  /** @param readerId whose picture of the room it is; null: nobody's in particular */
  snapshot(limit = SNAPSHOT_MESSAGES, readerId: string | null = null): RoomSnapshot {
    const { lastSeq } = this;
    const { messages, more } = this.history(lastSeq + 1, limit);
    return {
      lastSeq,
      members: this.members.list(),
      former: this.members.former(),
      moves: this.members.moves(),
      messages,
      more,
      reads: this.readsFor(readerId),
      pins: this.messages.pins(),
    };
  }

  /**
   * The messages before an event's number, oldest first; `more` counts those of the archive too. `single`: the nearest
   * of the older ones that are here by themselves, and newer than what the archive may hold.
   */
  history(beforeSeq: number, limit: number): { messages: Message[]; more: boolean; single: Message[] } {
    const { windowSeq, archiveHasOlder } = this;
    const { messages, more } = this.messages.before(windowSeq, beforeSeq, limit);
    const single = this.messages.before(0, Math.min(windowSeq, beforeSeq), limit).messages;
    return { messages, more: more || archiveHasOlder, single };
  }

  /** The messages after an event's number, oldest first; the archive alone knows all those before event `since`. */
  historyAfter(
    afterSeq: number,
    limit: number,
  ): { messages: Message[]; more: boolean; since: number; single: Message[] } {
    const since = this.archiveHasOlder ? this.windowSeq : 0;
    const newer = this.messages.after(Math.max(afterSeq + 1, since), Number.MAX_SAFE_INTEGER, limit);
    return { ...newer, since, single: this.messages.after(afterSeq + 1, since, limit).messages };
  }

  /** Events after a number, or null when they are too many or no longer here. */
  eventsAfter(after: number, limit: number): RoomEvent[] | null {
    const { base } = this.#sql.exec<{ base: number }>("select base_seq base from room").one();
    const { lastSeq } = this;
    if (after < base || after > lastSeq || lastSeq - after > limit) return null;
    return this.events(after + 1, lastSeq);
  }

  events(fromSeq: number, toSeq: number): RoomEvent[] {
    return this.#sql
      .exec<{ data: string }>(
        "select data from events where seq between ? and ? order by seq",
        fromSeq,
        toSeq,
      )
      .toArray()
      .map(({ data }) => roomEventSchema.parse(JSON.parse(data)));
  }

  /** How a message stood after each change, oldest first; nothing of a deleted one, null for an unknown one. */
  versions(messageId: string): MessageVersion[] | null {
    const message = this.messages.find(messageId);
    if (!message) return null;
    if (message.deletedAt) return [];
    const events = this.#sql
      .exec<{ data: string }>(
        "select data from events where message_id = ? and type in ('sent', 'edited') and data <> '{}' order by seq",
        messageId,
      )
      .toArray()
      .map(({ data }) => roomEventSchema.parse(JSON.parse(data)));
    const versions = events.flatMap((event): MessageVersion[] => {
      if (event.type === "sent") return [{ body: event.message.body, at: event.at }];
      return event.type === "edited" ? [{ body: event.body, at: event.at }] : [];
    });
    // a room that was restored from the archive knows how it stands, and no more
    return versions.length > 0 ? versions : [{ body: message.body, at: message.editedAt ?? message.sentAt }];
  }

  /** Appends the next event, and does what it says. */
  append(event: RoomEvent, by: { userId: string; clientId?: string }): void {
    const messageId =
      event.type === "sent" ? event.message.id : "messageId" in event ? event.messageId : null;
    this.#sql.exec(
      "insert into events (seq, type, user_id, client_id, message_id, data) values (?, ?, ?, ?, ?, ?)",
      ...[event.seq, event.type, by.userId, by.clientId ?? null, messageId, JSON.stringify(event)],
    );
    if (isMove(event)) this.#move(event);
    else this.messages.apply(event);
    if (event.type === "sent") this.members.noteMentions(event.message.mentions, event.seq);
  }

  #move(event: MoveEvent): void {
    const { type, seq, member } = event;
    const known = this.members.known(member.userId);
    const renamed = type === "joined" && known?.gone === false;
    if (!renamed) this.members.noteMove(event);
    if (type === "left") this.members.setGone(member.userId);
    else this.members.put(member, seq, this.isOfMany && !renamed);
  }
}
