import type { Attachment, Receipt } from "#domain/attachments/schema.ts";
import { DomainError } from "#domain/errors.ts";
import { newId } from "#domain/ids.ts";
import { assertWritable } from "#domain/rooms/assert-writable.ts";
import { findMentions } from "#domain/rooms/find-mentions.ts";
import type { RoomEvent, Write } from "#domain/rooms/protocol.ts";
import { lineOf, MAX_PINS, MAX_REACTIONS, type Message, plainMessage } from "#domain/rooms/schema.ts";
import { assertMayFollow } from "#domain/rooms/slow-mode.ts";
import type { ChatRoomStore } from "./chat-room-store.ts";

type WriteOf<T extends Write["type"]> = Extract<Write, { type: T }>;

/** The file of a receipt that somebody brings, where it is ours and theirs. @throws DomainError `invalid_input` */
export type Admit = (receipt: Receipt) => Attachment;

const admitNone: Admit = () => {
  throw new DomainError("invalid_input", { log: "nobody here knows receipts" });
};

/**
 * Writes a command of a member, once for each client id.
 * @returns the event's number, and the event itself unless this was a repeat or changed nothing
 * @throws DomainError `not_found`, `not_allowed` (somebody else's message), `conflict` (deleted already, too many of
 *   something), and as `admit`, `assertWritable` and `assertMayFollow` do
 */
export function writeCommand(
  store: ChatRoomStore,
  userId: string,
  command: Write,
  at: string,
  admit = admitNone,
): { seq: number; event: RoomEvent | null } {
  return store.storage.transactionSync(() => {
    const { clientId } = command;
    const repeated = store.events.seqOf(userId, clientId);
    if (repeated !== null) return { seq: repeated, event: null };
    assertWritable(store.terms.writability);
    if (command.type === "send") assertMayFollow(store.waitOf(userId, at));
    const event = eventOf(store, userId, command, at, admit);
    if (!event) return { seq: store.lastSeq, event: null };
    store.append(event, { userId, clientId });
    // who writes has read up to there
    if (event.type === "sent") store.markRead(userId, event.seq);
    return { seq: event.seq, event };
  });
}

/**
 * Takes out a message for a moderator, who need not be a member, and also where nothing may be written.
 * @returns the event; null when the message is gone already, or was never here
 */
export function removeMessage(
  store: ChatRoomStore,
  { messageId, by, at }: { messageId: string; by: string; at: string },
): RoomEvent | null {
  return store.storage.transactionSync(() => {
    const message = store.messages.find(messageId);
    if (!message || message.deletedAt) return null;
    const event: RoomEvent = { type: "deleted", seq: store.lastSeq + 1, at, messageId, by };
    store.append(event, { userId: by });
    return event;
  });
}

/** Null: it is so already. */
function eventOf(
  store: ChatRoomStore,
  userId: string,
  command: Write,
  at: string,
  admit: Admit,
): RoomEvent | null {
  switch (command.type) {
    case "send":
      return sent(store, userId, command, at, (command.attachments ?? []).map(admit));
    case "edit":
    case "delete":
      return changed(store, userId, command, at);
    case "react":
      return reacted(store, userId, command, at);
    case "pin":
      return pinned(store, userId, command, at);
  }
}

function sent(
  store: ChatRoomStore,
  authorId: string,
  command: WriteOf<"send">,
  at: string,
  attachments: Attachment[],
): RoomEvent {
  const { clientId, body, quoteId, threadId } = command;
  const seq = store.lastSeq + 1;
  const quoted = quoteId ? standing(store, quoteId) : null;
  const under = threadId ? standing(store, threadId) : null;
  assertUnsent(store, attachments);
  const message: Message = {
    ...plainMessage,
    ...{ id: newId(), seq, version: seq, authorId, body, sentAt: at },
    quote: quoted && {
      messageId: quoted.id,
      seq: quoted.seq,
      authorId: quoted.authorId,
      excerpt: lineOf(quoted),
    },
    // a reply to a reply stands under the same message
    threadId: under && (under.threadId ?? under.id),
    inRoom: under === null || command.inRoom === true,
    mentions: mentionsIn(store, body, authorId),
    attachments,
  };
  return { type: "sent", seq, at, message, clientId };
}

/** A file goes with one message, and with it when that is taken back. @throws DomainError `conflict` */
function assertUnsent(store: ChatRoomStore, attachments: Attachment[]): void {
  const ids = new Set(attachments.map(({ id }) => id));
  if (ids.size === attachments.length && !store.messages.carriesAny([...ids])) return;
  throw new DomainError("conflict", { message: "This file was sent already. Attach it again." });
}

function changed(
  store: ChatRoomStore,
  userId: string,
  command: WriteOf<"edit" | "delete">,
  at: string,
): RoomEvent {
  const { messageId } = command;
  const { authorId } = standing(store, messageId);
  if (authorId !== userId) {
    throw new DomainError("not_allowed", { message: "Only its author can change a message." });
  }
  const seq = store.lastSeq + 1;
  if (command.type === "delete") return { type: "deleted", seq, at, messageId, by: null };
  const { body } = command;
  return { type: "edited", seq, at, messageId, body, mentions: mentionsIn(store, body, authorId) };
}

function reacted(
  store: ChatRoomStore,
  userId: string,
  { messageId, emoji, on }: WriteOf<"react">,
  at: string,
): RoomEvent | null {
  const { reactions } = standing(store, messageId);
  if (reactions.some((one) => one.userId === userId && one.emoji === emoji) === on) return null;
  const kinds = new Set(reactions.map((one) => one.emoji));
  if (on && !kinds.has(emoji) && kinds.size >= MAX_REACTIONS) {
    throw new DomainError("conflict", { message: `A message takes ${MAX_REACTIONS} different reactions.` });
  }
  return { type: "reacted", seq: store.lastSeq + 1, at, messageId, userId, emoji, on };
}

function pinned(
  store: ChatRoomStore,
  by: string,
  { messageId, on }: WriteOf<"pin">,
  at: string,
): RoomEvent | null {
  const message = standing(store, messageId);
  if ((message.pin !== null) === on) return null;
  const seq = store.lastSeq + 1;
  if (!on) return { type: "unpinned", seq, at, messageId, by };
  if (store.messages.pins().length >= MAX_PINS) {
    throw new DomainError("conflict", {
      message: `At most ${MAX_PINS} messages can be pinned. Unpin one first.`,
    });
  }
  return { type: "pinned", seq, at, messageId, by, message };
}

/**
 * A message of the room that has not been deleted.
 * @throws DomainError `not_found`, `conflict`
 */
function standing(store: ChatRoomStore, messageId: string): Message {
  const message = store.messages.find(messageId);
  if (!message) throw new DomainError("not_found", { message: "This message is not in the room." });
  if (message.deletedAt) throw new DomainError("conflict", { message: "This message was deleted." });
  return message;
}

const mentionsIn = (store: ChatRoomStore, body: string, authorId: string): string[] => {
  const named = findMentions(body, store.members.list()).map(({ userId }) => userId);
  // who has blocked the author is not called by them
  return [...new Set(named)].filter(
    (userId) => userId !== authorId && !store.members.hasBlocked(userId, authorId),
  );
};
