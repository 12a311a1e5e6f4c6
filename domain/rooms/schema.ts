import { z } from "zod/mini";
import { attachmentSchema } from "../attachments/schema.ts";
import { storable } from "../storable.ts";

export const MAX_MESSAGE_LENGTH = 8_000;
/** Different emoji under one message. */
export const MAX_REACTIONS = 20;
export const MAX_PINS = 50;
/** Comings and goings that a snapshot tells of. */
export const MAX_MOVES = 20;
/** The longest that slow mode makes a member wait between two messages. */
export const MAX_SLOW_SECONDS = 3_600;

export const id = z.uuid();
/** Number of an event in its room, from 1, without a gap. */
export const seq = z.int().check(z.nonnegative());
/** What goes with files may say nothing. */
export const caption = z.string().check(
  z.trim(),
  z.maxLength(MAX_MESSAGE_LENGTH, `At most ${MAX_MESSAGE_LENGTH} characters.`),
  // The archive keeps neither NUL nor half a surrogate pair, and one such message would hold up all around it.
  storable,
);
export const body = caption.check(z.minLength(1, "Write something first."));
const emojiParts =
  /^(?:\p{Extended_Pictographic}|\p{Regional_Indicator}|\p{Emoji_Modifier}|\u200d|\ufe0f|[\u{e0020}-\u{e007f}])+$/u;

/** One emoji: nothing but the parts of emoji, a picture among them, seen as one character. */
export const emoji = z
  .string()
  .check(
    z.refine(
      (text) =>
        text.length <= 32 &&
        emojiParts.test(text) &&
        /\p{Extended_Pictographic}|\p{Regional_Indicator}/u.test(text) &&
        [...new Intl.Segmenter().segment(text)].length === 1,
      "That is no emoji.",
    ),
  );

export const roomMemberSchema = z.object({ userId: id, name: z.string(), joinedAt: z.string() });
export type RoomMember = z.infer<typeof roomMemberSchema>;

/** Whoever wrote something that is kept, wherever they are now. */
export const authorSchema = z.object({ userId: id, name: z.string() });
export type Author = z.infer<typeof authorSchema>;

/**
 * What a room is: `direct`, between the two of a mentorship; `community`, of a cluster of the taxonomy, where everybody
 * comes and goes; `group`, a circle of people whom its maker has chosen. The last two are rooms of many.
 */
export const roomKinds = ["direct", "community", "group"] as const;
export type RoomKind = (typeof roomKinds)[number];

/** Somebody who came or went: a line in the room. */
export const roomMoveSchema = z.object({
  type: z.enum(["joined", "left"]),
  seq,
  at: z.string(),
  userId: id,
  name: z.string(),
});
export type RoomMove = z.infer<typeof roomMoveSchema>;

/** The message that another one answers, as it stands now; without words once it was taken back. */
const quoteSchema = z.object({ messageId: id, seq, authorId: id, excerpt: z.string() });
/** The replies under a message, those that were taken back too. */
const threadSchema = z.object({ replies: z.int(), lastSeq: seq, lastAt: z.string() });
const reactionSchema = z.object({ emoji: z.string(), userId: id });

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
  /** Somebody else than the author, where they took it out. */
  deletedBy: z._default(z.nullable(id), null),
  quote: z._default(z.nullable(quoteSchema), null),
  /** The message in whose thread this one is a reply. */
  threadId: z._default(z.nullable(id), null),
  /** False for a reply that is shown in its thread alone. */
  inRoom: z._default(z.boolean(), true),
  thread: z._default(z.nullable(threadSchema), null),
  /** In the order of reacting. */
  reactions: z._default(z.array(reactionSchema), []),
  pin: z._default(z.nullable(z.object({ at: z.string(), by: id, seq })), null),
  /** Members whom the words name with an @. */
  mentions: z._default(z.array(id), []),
  attachments: z._default(z.array(attachmentSchema), []),
});
export type Message = z.infer<typeof messageSchema>;

/** Where a message is read, after the address of its conversation. */
export const placeOf = ({ inRoom, seq, threadId }: Pick<Message, "inRoom" | "seq" | "threadId">): string =>
  inRoom ? `#m${seq}` : `?thread=${threadId}`;

/** A message that is words and nothing more. */
export const plainMessage = {
  editedAt: null,
  deletedAt: null,
  deletedBy: null,
  quote: null,
  threadId: null,
  inRoom: true,
  thread: null,
  reactions: [],
  pin: null,
  mentions: [],
  attachments: [],
} satisfies Partial<Message>;

/** A message as it stood from a moment on. */
export const messageVersionSchema = z.object({ body: z.string(), at: z.string() });
export type MessageVersion = z.infer<typeof messageVersionSchema>;

/** What the archive upserts (a row is replaced only by a higher `version`), and who did what. */
export const roomChangeSchema = z.extend(messageSchema, {
  action: z.enum(["sent", "edited", "deleted", "reacted", "pinned", "unpinned"]),
  actorId: id,
  at: z.string(),
  /** Every file that the message was sent with, whatever became of it. */
  attachmentIds: z._default(z.array(id), []),
});
export type RoomChange = z.infer<typeof roomChangeSchema>;

export const roomSnapshotSchema = z.object({
  lastSeq: seq,
  /** Who is a member now, in the order of joining. */
  members: z.array(roomMemberSchema),
  /** Who has left, but wrote what is still kept here: names of authors. */
  former: z._default(z.array(roomMemberSchema), []),
  /** The newest comings and goings, oldest first. */
  moves: z._default(z.array(roomMoveSchema), []),
  /** The newest messages of the room, oldest first; of the replies those that are shown in it. */
  messages: z.array(messageSchema),
  /** True when older messages exist before the first of `messages`. */
  more: z.boolean(),
  /** Read marks by user id: of both in a direct room, in one of many the reader's own alone. */
  reads: z.record(z.string(), seq),
  /** What is pinned, in the order of pinning. */
  pins: z._default(z.array(messageSchema), []),
});
export type RoomSnapshot = z.infer<typeof roomSnapshotSchema>;

const EXCERPT_LENGTH = 140;

/** The first words of a message, on one line and without the marks of Markdown that say nothing there. */
export const excerptOf = (words: string): string =>
  words
    .slice(0, 4 * EXCERPT_LENGTH)
    .replace(/^[ \t]*(?:>|[-*+] |```.*$)/gm, "")
    .replace(/\*\*|`+/g, "")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, EXCERPT_LENGTH);

/** What stands for a message where there is room for a line: its first words, or else what its files are called. */
export const lineOf = ({ body, attachments }: Pick<Message, "body" | "attachments">): string =>
  excerptOf(body === "" ? attachments.map(({ name }) => name).join(", ") : body);
