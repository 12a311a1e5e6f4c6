import { isMove, type MoveEvent } from "#domain/rooms/apply-event.ts";
import type { RoomEvent } from "#domain/rooms/protocol.ts";
import type { Message, MessageVersion, RoomMember, RoomSnapshot } from "#domain/rooms/schema.ts";
import { waitOf } from "#domain/rooms/slow-mode.ts";
import { ChatRoomEvents } from "./chat-room-events.ts";
import { ChatRoomMembers } from "./chat-room-members.ts";
import { ChatRoomMessages } from "./chat-room-messages.ts";
import { chatRoomMigrations } from "./chat-room-migrations.ts";
import { ChatRoomTerms } from "./chat-room-terms.ts";
import { migrate } from "./sql-migrations.ts";

/** Messages of a snapshot. */
export const SNAPSHOT_MESSAGES = 50;

/**
 * A room's SQLite: `events` is the truth and has no gap, `messages` and `members` are what applying them gives; `terms`
 * is heard from outside.
 * Every method is synchronous, so nothing comes between reading the last number and writing the next.
 */
export class ChatRoomStore {
  readonly #sql: SqlStorage;
  readonly terms: ChatRoomTerms;
  readonly events: ChatRoomEvents;
  readonly messages: ChatRoomMessages;
  readonly members: ChatRoomMembers;

  constructor(readonly storage: DurableObjectStorage) {
    this.#sql = storage.sql;
    migrate(storage, chatRoomMigrations);
    this.terms = new ChatRoomTerms(storage);
    this.events = new ChatRoomEvents(storage);
    this.messages = new ChatRoomMessages(storage);
    this.members = new ChatRoomMembers(storage);
  }

  /** False until the room has looked into the archive once. */
  get isOpen(): boolean {
    return this.#sql.exec("select 1 from room").toArray().length > 0;
  }

  /** Seconds until a member may send the next message. */
  waitOf(userId: string, at: string): number {
    const { slowSeconds } = this.terms;
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
    return this.events.lastSeq;
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

  /** Moves a read mark forward, never past the last event. @returns the mark, or null when it did not move */
  markRead(userId: string, seq: number): number | null {
    const mark = Math.min(seq, this.lastSeq);
    return this.members.markRead(userId, mark) ? mark : null;
  }

  /** Read marks as a reader may know them. */
  readsFor(readerId: string | null): RoomSnapshot["reads"] {
    if (!this.terms.isOfMany) return this.members.reads();
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

  /** How a message stood after each change, oldest first; nothing of a deleted one, null for an unknown one. */
  versions(messageId: string): MessageVersion[] | null {
    const message = this.messages.find(messageId);
    if (!message) return null;
    if (message.deletedAt) return [];
    const versions = this.events.ofWords(messageId).flatMap((event): MessageVersion[] => {
      if (event.type === "sent") return [{ body: event.message.body, at: event.at }];
      return event.type === "edited" ? [{ body: event.body, at: event.at }] : [];
    });
    // a room that was restored from the archive knows how it stands, and no more
    return versions.length > 0 ? versions : [{ body: message.body, at: message.editedAt ?? message.sentAt }];
  }

  /** Appends the next event, and does what it says. */
  append(event: RoomEvent, by: { userId: string; clientId?: string }): void {
    this.events.insert(event, by);
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
    else this.members.put(member, seq, this.terms.isOfMany && !renamed);
  }
}
