import { z } from "zod/mini";

/** Shared by browser and room. The room serves this version and the one before. */
export const PROTOCOL_VERSION = 1;
export const MAX_MESSAGE_LENGTH = 8_000;
/** Characters of one frame, JSON included. */
export const MAX_FRAME_LENGTH = 64_000;
/** Clients ack what they applied this often. */
export const ACK_EVERY_EVENTS = 50;
export const ACK_EVERY_MS = 2_000;
/** Past so many unacknowledged events a client is told to resync. */
export const MAX_UNACKED_EVENTS = 500;

const id = z.uuid();
/** Number of an event in its room, from 1, without a gap. */
const seq = z.int().check(z.nonnegative());
const body = z.string().check(
  z.trim(),
  z.minLength(1, "Write something first."),
  z.maxLength(MAX_MESSAGE_LENGTH, `At most ${MAX_MESSAGE_LENGTH} characters.`),
  // The archive keeps neither NUL nor half a surrogate pair, and one such message would hold up all around it.
  z.refine((text) => !/\0|\p{Surrogate}/u.test(text), "Take out the characters that can't be shown."),
);

export const roomMemberSchema = z.object({ userId: id, name: z.string(), joinedAt: z.string() });
export type RoomMember = z.infer<typeof roomMemberSchema>;

export const messageSchema = z.object({
  id,
  /** The event that made the message. */
  seq,
  /** The last event that changed it. */
  version: seq,
  authorId: id,
  body: z.string(),
  sentAt: z.string(),
  editedAt: z.nullable(z.string()),
  deletedAt: z.nullable(z.string()),
});
export type Message = z.infer<typeof messageSchema>;
/** A message as it stood from a moment on. */
export const messageVersionSchema = z.object({ body: z.string(), at: z.string() });
export type MessageVersion = z.infer<typeof messageVersionSchema>;
/** What the archive upserts: a row is replaced only by a higher `version`. */
export type RoomChange = Message;

/** What happened in a room. Applying all events to an empty state gives the room. */
export const roomEventSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("joined"), seq, at: z.string(), member: roomMemberSchema }),
  z.object({ type: z.literal("sent"), seq, at: z.string(), message: messageSchema, clientId: id }),
  z.object({ type: z.literal("edited"), seq, at: z.string(), messageId: id, body: z.string() }),
  z.object({ type: z.literal("deleted"), seq, at: z.string(), messageId: id }),
]);
export type RoomEvent = z.infer<typeof roomEventSchema>;

/** Browser → room. `clientId` is made once per intent: a retry with the same one is answered, not repeated. */
export const commandSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("send"), clientId: id, body }),
  z.object({ type: z.literal("edit"), clientId: id, messageId: id, body }),
  z.object({ type: z.literal("delete"), clientId: id, messageId: id }),
  /** Highest event applied: flow control. */
  z.object({ type: z.literal("ack"), seq }),
  /** Highest event seen by the person: read mark. */
  z.object({ type: z.literal("read"), seq }),
  z.object({ type: z.literal("typing"), on: z.boolean() }),
  z.object({ type: z.literal("ping") }),
]);
export type Command = z.infer<typeof commandSchema>;

export const roomSnapshotSchema = z.object({
  lastSeq: seq,
  members: z.array(roomMemberSchema),
  /** The newest messages, oldest first. */
  messages: z.array(messageSchema),
  /** True when older messages exist before the first of `messages`. */
  more: z.boolean(),
  /** Read marks by user id. */
  reads: z.record(z.string(), seq),
});
export type RoomSnapshot = z.infer<typeof roomSnapshotSchema>;

/** Room → browser. */
export const frameSchema = z.discriminatedUnion("type", [
  /** First frame. `recovered`: the events after `after` follow; otherwise a `reset` does. */
  z.object({
    type: z.literal("welcome"),
    version: z.int(),
    userId: id,
    lastSeq: seq,
    recovered: z.boolean(),
    online: z.array(id),
    reads: z.record(z.string(), seq),
    /** The mentorship is over: the room is read. */
    closed: z._default(z.boolean(), false),
  }),
  /** The mentorship is over: the room is read from now on. */
  z.object({ type: z.literal("closed") }),
  z.object({ type: z.literal("event"), event: roomEventSchema }),
  /** Written and numbered: `seq` of the event that the command made. */
  z.object({ type: z.literal("ack"), clientId: id, seq }),
  z.object({ type: z.literal("reset"), snapshot: roomSnapshotSchema }),
  /** Too far behind: reconnect with `after` = the last applied seq. */
  z.object({ type: z.literal("resync") }),
  z.object({ type: z.literal("typing"), userId: id, on: z.boolean() }),
  z.object({ type: z.literal("presence"), userId: id, online: z.boolean() }),
  z.object({ type: z.literal("read"), userId: id, seq }),
  z.object({ type: z.literal("pong") }),
  z.object({
    type: z.literal("error"),
    code: z.string(),
    message: z.string(),
    /** The command that was refused, where it could be read. */
    clientId: z.optional(id),
  }),
]);
export type Frame = z.infer<typeof frameSchema>;

/** Close codes of a room's socket. */
export const closeCodes = {
  signedOut: 4401,
  notMember: 4403,
  tooSlow: 4408,
  oldProtocol: 4426,
  flooding: 4429,
  shutdown: 1012,
} as const;

/**
 * The state after one more event. An event that is applied already changes nothing; one that leaves a gap
 * (`event.seq > snapshot.lastSeq + 1`) is the caller's to see: it reconnects instead of applying.
 * Law: applying the missed events to a stale snapshot gives the messages of a fresh one.
 */
export function applyEvent(snapshot: RoomSnapshot, event: RoomEvent): RoomSnapshot {
  if (event.seq <= snapshot.lastSeq) return snapshot;
  const next = { ...snapshot, lastSeq: event.seq };
  switch (event.type) {
    case "joined": {
      const others = snapshot.members.filter(({ userId }) => userId !== event.member.userId);
      return { ...next, members: [...others, event.member] };
    }
    case "sent": {
      const { message } = event;
      const reads = applyRead(snapshot.reads, message.authorId, event.seq);
      return { ...next, messages: [...snapshot.messages, message], reads };
    }
    case "edited":
      return {
        ...next,
        messages: change(snapshot.messages, event, { body: event.body, editedAt: event.at }),
      };
    case "deleted":
      return { ...next, messages: change(snapshot.messages, event, { body: "", deletedAt: event.at }) };
  }
}

/** Read marks only move forward; who writes has read up to there. */
export function applyRead(reads: RoomSnapshot["reads"], userId: string, seq: number): RoomSnapshot["reads"] {
  return { ...reads, [userId]: Math.max(reads[userId] ?? 0, seq) };
}

function change(messages: Message[], event: { messageId: string; seq: number }, fields: Partial<Message>) {
  return messages.map((message) =>
    message.id === event.messageId && message.version < event.seq
      ? { ...message, ...fields, version: event.seq }
      : message,
  );
}
