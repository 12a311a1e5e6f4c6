import { z } from "zod/mini";
import { MAX_ATTACHMENTS, receiptSchema } from "../attachments/schema.ts";
import {
  authorSchema,
  body,
  caption,
  emoji,
  id,
  messageSchema,
  roomMemberSchema,
  roomSnapshotSchema,
  seq,
} from "./schema.ts";

/** Shared by browser and room. The room serves this version and the one before, which knows no `left`. */
export const PROTOCOL_VERSION = 3;
/** Characters of one frame, JSON included. */
export const MAX_FRAME_LENGTH = 64_000;
/** Clients ack what they applied this often. */
export const ACK_EVERY_EVENTS = 50;
export const ACK_EVERY_MS = 2_000;
/** Past so many unacknowledged events a client is told to resync. */
export const MAX_UNACKED_EVENTS = 500;

const event = { seq, at: z.string() };

/** While at most so many people are in a room of many, each hears who comes, goes and writes. */
export const MAX_TOLD_HERE = 50;

/** What happened in a room. Applying all events to an empty state gives the room (apply-event.ts). */
export const roomEventSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("joined"), ...event, member: roomMemberSchema }),
  z.object({ type: z.literal("left"), ...event, member: roomMemberSchema }),
  z.object({ type: z.literal("sent"), ...event, message: messageSchema, clientId: id }),
  z.object({
    type: z.literal("edited"),
    ...event,
    messageId: id,
    body: z.string(),
    mentions: z._default(z.array(id), []),
  }),
  /** `by`: somebody else than the author took it out. */
  z.object({ type: z.literal("deleted"), ...event, messageId: id, by: z._default(z.nullable(id), null) }),
  z.object({
    type: z.literal("reacted"),
    ...event,
    messageId: id,
    userId: id,
    emoji: z.string(),
    on: z.boolean(),
  }),
  /** With the message as it stands, since a client need not hold it. */
  z.object({ type: z.literal("pinned"), ...event, messageId: id, by: id, message: messageSchema }),
  z.object({ type: z.literal("unpinned"), ...event, messageId: id, by: id }),
]);
export type RoomEvent = z.infer<typeof roomEventSchema>;
export type RoomEventOf<T extends RoomEvent["type"]> = Extract<RoomEvent, { type: T }>;

/** What changes the room. `clientId` is made once per intent: a retry with the same one is answered, not repeated. */
const writes = [
  z
    .object({
      type: z.literal("send"),
      clientId: id,
      /** Empty where there are files. */
      body: caption,
      attachments: z.optional(
        z
          .array(receiptSchema)
          .check(z.maxLength(MAX_ATTACHMENTS, `At most ${MAX_ATTACHMENTS} files a message.`)),
      ),
      /** The message that this one answers. */
      quoteId: z.optional(id),
      /** The message under which this is a reply. */
      threadId: z.optional(id),
      /** Of a reply: shown in the room too. */
      inRoom: z.optional(z.boolean()),
    })
    .check(
      z.refine(
        ({ body, attachments = [] }) => body !== "" || attachments.length > 0,
        "Write something first.",
      ),
    ),
  z.object({ type: z.literal("edit"), clientId: id, messageId: id, body }),
  z.object({ type: z.literal("delete"), clientId: id, messageId: id }),
  z.object({ type: z.literal("react"), clientId: id, messageId: id, emoji, on: z.boolean() }),
  z.object({ type: z.literal("pin"), clientId: id, messageId: id, on: z.boolean() }),
] as const;
export const writeSchema = z.discriminatedUnion("type", writes);
export type Write = z.infer<typeof writeSchema>;

/** Browser → room. */
export const commandSchema = z.discriminatedUnion("type", [
  ...writes,
  /** Asks for the replies under a message: answered by a `thread`, which the events after it continue. */
  z.object({ type: z.literal("thread"), messageId: id }),
  /** Highest event applied: flow control. */
  z.object({ type: z.literal("ack"), seq }),
  /** Highest event seen by the person: read mark. */
  z.object({ type: z.literal("read"), seq }),
  z.object({ type: z.literal("typing"), on: z.boolean() }),
  z.object({ type: z.literal("ping") }),
]);
export type Command = z.infer<typeof commandSchema>;

/** Room → browser. */
export const frameSchema = z.discriminatedUnion("type", [
  /** First frame. `recovered`: the events after `after` follow; otherwise a `reset` does. */
  z.object({
    type: z.literal("welcome"),
    version: z.int(),
    userId: id,
    lastSeq: seq,
    recovered: z.boolean(),
    /** Who is here. In a room of many with more than are told, the reader alone, and `crowd` is set. */
    online: z.array(id),
    crowd: z._default(z.boolean(), false),
    /** As in a snapshot. */
    reads: z.record(z.string(), seq),
    /** The mentorship is over: the room is read. */
    closed: z._default(z.boolean(), false),
    /** The two can't write to each other now. */
    blocked: z._default(z.boolean(), false),
    /** Slow mode: seconds between two messages of one member (0 is off), and until this one may send the next. */
    slowSeconds: z._default(z.int(), 0),
    waitSeconds: z._default(z.int(), 0),
  }),
  /** The mentorship is over: the room is read from now on. */
  z.object({ type: z.literal("closed") }),
  /** From now on the two can't write to each other, or can again. */
  z.object({ type: z.literal("blocked"), on: z.boolean() }),
  /** The pace was set anew: seconds as in `welcome`. */
  z.object({ type: z.literal("slow"), slowSeconds: z.int(), waitSeconds: z.int() }),
  z.object({ type: z.literal("event"), event: roomEventSchema }),
  /** Written and numbered: `seq` of the event that the command made, or of the last one where it changed nothing. */
  z.object({ type: z.literal("ack"), clientId: id, seq }),
  z.object({ type: z.literal("reset"), snapshot: roomSnapshotSchema }),
  /** The message and the replies under it, oldest first, and who of their authors has left. */
  z.object({
    type: z.literal("thread"),
    messageId: id,
    messages: z.array(messageSchema),
    former: z._default(z.array(authorSchema), []),
  }),
  /** Too far behind: reconnect with `after` = the last applied seq. */
  z.object({ type: z.literal("resync") }),
  z.object({ type: z.literal("typing"), userId: id, on: z.boolean() }),
  z.object({ type: z.literal("presence"), userId: id, online: z.boolean() }),
  /** From now on so many are here that nobody is told of each (null), or each is told of again: these are here. */
  z.object({ type: z.literal("here"), online: z.nullable(z.array(id)) }),
  z.object({ type: z.literal("read"), userId: id, seq }),
  z.object({ type: z.literal("pong") }),
  z.object({
    type: z.literal("error"),
    code: z.string(),
    message: z.string(),
    /** The command that was refused, where it could be read. */
    clientId: z.optional(id),
    /** Until another try makes sense. */
    retryAfterSeconds: z.optional(z.int()),
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
