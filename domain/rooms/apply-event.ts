import type { RoomEvent, RoomEventOf } from "./protocol.ts";
import { excerptOf, MAX_MOVES, type Message, type RoomSnapshot } from "./schema.ts";

/**
 * The state after one more event. An event that is applied already changes nothing; one that leaves a gap
 * (`event.seq > snapshot.lastSeq + 1`) is the caller's to see: it reconnects instead of applying.
 * Law: applying the missed events to a stale snapshot gives the messages of a fresh one.
 */
export function applyEvent(snapshot: RoomSnapshot, event: RoomEvent): RoomSnapshot {
  if (event.seq <= snapshot.lastSeq) return snapshot;
  const next = { ...snapshot, lastSeq: event.seq };
  if (isMove(event)) return applyMove(next, event);
  const messages = changeMessages(snapshot.messages, event);
  const pins = changeMessages(snapshot.pins, event).filter(({ pin }) => pin !== null);
  if (event.type === "pinned") return { ...next, messages, pins: [...pins, pinned(event.message, event)] };
  if (event.type !== "sent") return { ...next, messages, pins };
  const { message } = event;
  const reads = applyRead(snapshot.reads, message.authorId, event.seq);
  return { ...next, messages: message.inRoom ? [...messages, message] : messages, pins, reads };
}

/** Somebody comes, goes, or, being a member already, has another name. */
export type MoveEvent = RoomEventOf<"joined" | "left">;
export const isMove = (event: RoomEvent): event is MoveEvent =>
  event.type === "joined" || event.type === "left";

function applyMove(snapshot: RoomSnapshot, { type, seq, at, member }: MoveEvent): RoomSnapshot {
  const { userId, name } = member;
  const isOther = (one: { userId: string }) => one.userId !== userId;
  const others = snapshot.members.filter(isOther);
  const former = snapshot.former.filter(isOther);
  const renamed = type === "joined" && others.length < snapshot.members.length;
  const moves = renamed
    ? snapshot.moves
    : [...snapshot.moves, { type, seq, at, userId, name }].slice(-MAX_MOVES);
  return type === "joined"
    ? { ...snapshot, moves, former, members: [...others, member] }
    : { ...snapshot, moves, former: [...former, member], members: others };
}

/** Read marks only move forward; who writes has read up to there. */
export function applyRead(reads: RoomSnapshot["reads"], userId: string, seq: number): RoomSnapshot["reads"] {
  return { ...reads, [userId]: Math.max(reads[userId] ?? 0, seq) };
}

/** A thread after one more event: the message and its replies. A repeat changes nothing. */
export function applyToThread(messages: readonly Message[], event: RoomEvent): Message[] {
  const changed = changeMessages(messages, event);
  if (event.type !== "sent" || event.message.threadId !== messages[0]?.id) return changed;
  return changed.some(({ id }) => id === event.message.id) ? changed : [...changed, event.message];
}

/** Messages of one room, whichever one holds, after one more event; none is added. */
export const changeMessages = (messages: readonly Message[], event: RoomEvent): Message[] =>
  messages.map((message) => changeMessage(message, event));

/** A message after one more event: its own change, a reply under it, or a change of what it quotes. */
export function changeMessage(message: Message, event: RoomEvent): Message {
  if (isMove(event)) return message;
  if (event.type === "sent") return withReply(message, event);
  const quoting = withQuote(message, event);
  if (message.id !== event.messageId || message.version >= event.seq) return quoting;
  const version = event.seq;
  switch (event.type) {
    case "edited":
      return { ...quoting, body: event.body, editedAt: event.at, mentions: event.mentions, version };
    case "deleted":
      return { ...quoting, ...emptied, deletedAt: event.at, deletedBy: event.by, version };
    case "reacted":
      return { ...quoting, reactions: withReaction(message.reactions, event), version };
    case "pinned":
      return pinned(quoting, event);
    case "unpinned":
      return { ...quoting, pin: null, version };
  }
}

/** What goes with a message's words. */
const emptied = {
  body: "",
  reactions: [],
  pin: null,
  mentions: [],
  attachments: [],
} satisfies Partial<Message>;

const pinned = (message: Message, { seq, at, by }: RoomEventOf<"pinned">): Message => ({
  ...message,
  pin: { at, by, seq },
  version: Math.max(message.version, seq),
});

function withReply(message: Message, { message: reply }: RoomEventOf<"sent">): Message {
  const { thread } = message;
  if (reply.threadId !== message.id || (thread && thread.lastSeq >= reply.seq)) return message;
  const replies = (thread?.replies ?? 0) + 1;
  return { ...message, thread: { replies, lastSeq: reply.seq, lastAt: reply.sentAt } };
}

function withQuote(
  message: Message,
  event: Exclude<RoomEvent, { type: "joined" | "left" | "sent" }>,
): Message {
  const { quote } = message;
  if (quote?.messageId !== event.messageId) return message;
  if (event.type === "edited") return { ...message, quote: { ...quote, excerpt: excerptOf(event.body) } };
  return event.type === "deleted" ? { ...message, quote: { ...quote, excerpt: "" } } : message;
}

function withReaction(
  reactions: Message["reactions"],
  { userId, emoji, on }: RoomEventOf<"reacted">,
): Message["reactions"] {
  const others = reactions.filter((one) => one.userId !== userId || one.emoji !== emoji);
  return on ? [...others, { emoji, userId }] : others;
}
