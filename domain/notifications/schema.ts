import { z } from "zod/mini";
import { roomKinds } from "../rooms/schema.ts";

/** What may reach a person's inbox. */
export const notificationKinds = [
  "request.received",
  "request.edited",
  "request.withdrawn",
  "request.accepted",
  "request.declined",
  "request.lapsed",
  "place.free",
  "mentorship.ended",
  "mentorship.reviewed",
  "connection.invited",
  "connection.accepted",
  "search.new-mentor",
  "message.new",
  "community.new",
  "group.added",
  "report.decided",
] as const;
export type NotificationKind = (typeof notificationKinds)[number];

/** The one thing to do with it, in words. */
export function actionOf(kind: NotificationKind): string {
  switch (kind) {
    case "message.new":
      return "Answer";
    case "community.new":
      return "Read it";
    case "request.received":
      return "Read and answer";
    case "request.accepted":
    case "group.added":
      return "Open it";
    case "place.free":
      return "See it";
    case "connection.invited":
      return "Answer the invitation";
    case "connection.accepted":
    case "search.new-mentor":
    case "mentorship.reviewed":
    case "report.decided":
      return "Have a look";
    default:
      return "See the request";
  }
}

/** What the list of notifications can be narrowed to. */
export const notificationFilters = ["all", "new", "requests", "messages", "people"] as const;
export type NotificationFilter = (typeof notificationFilters)[number];

const beginnings: Partial<Record<NotificationFilter, RegExp>> = {
  requests: /^(request|place|mentorship)\./,
  messages: /^(message|community|group|report)\./,
  people: /^(connection|search)\./,
};

/** The kinds that a filter shows; null for all of them. */
export function kindsShown(filter: NotificationFilter): NotificationKind[] | null {
  const beginning = beginnings[filter];
  return beginning ? notificationKinds.filter((kind) => beginning.test(kind)) : null;
}

/** What reaches over the page at once; the rest is counted and stands in the list. */
const urgent: ReadonlySet<NotificationKind> = new Set([
  "request.received",
  "request.accepted",
  "place.free",
  "connection.invited",
  "message.new",
  "group.added",
]);
export const mattersNow = (kind: NotificationKind): boolean => urgent.has(kind);

/** One page of a person's notifications: before an id, of some kinds, the unread alone. */
export interface NotificationPage {
  before?: number;
  limit: number;
  kinds?: NotificationKind[] | null;
  unread?: boolean;
}

const text = z.string().check(z.maxLength(500));

/** A notification as it is put into the inbox. `key` makes a repeat no double. */
export const newNotificationSchema = z.object({
  key: z.string().check(z.maxLength(200)),
  kind: z.enum(notificationKinds),
  /** One sentence in plain words. */
  title: text,
  /** First words of what was written, if any. */
  preview: z.optional(text),
  /** Path within the product to where it can be acted on. */
  href: z.string().check(z.maxLength(300), z.startsWith("/")),
});
export type NewNotification = z.infer<typeof newNotificationSchema>;

/** One event of an inbox; `id` increases, and a repeat of an id is the same event. */
export const inboxEventSchema = z.object({
  id: z.number(),
  kind: z.enum(notificationKinds),
  title: text,
  preview: z.nullable(text),
  href: z.string(),
  at: z.string(),
  readAt: z.nullable(z.string()),
});
export type InboxEvent = z.infer<typeof inboxEventSchema>;

/** A conversation in the list: kept by the inbox object, pushed there by rooms at most once a second. */
export const roomSummarySchema = z.object({
  roomId: z.string(),
  kind: z._default(z.enum(roomKinds), "direct"),
  /** The reader has left it, or was removed: it stands in no list. */
  gone: z._default(z.boolean(), false),
  /** The other of a direct room; of one of many the room itself. */
  withUserId: z.string(),
  /** The other's name, the community's, or what the group is called. */
  withName: z.string(),
  lastSeq: z.number(),
  readSeq: z.number(),
  unread: z.number(),
  preview: z.nullable(text),
  lastAuthorId: z.nullable(z.string()),
  at: z.nullable(z.string()),
});
export type RoomSummary = z.infer<typeof roomSummarySchema>;

/** What a page's loader hands to the stream: open `/events?after=<lastId>` and nothing falls between. */
export const inboxStateSchema = z.object({
  lastId: z.number(),
  unread: z.number(),
  rooms: z.array(roomSummarySchema),
});
export type InboxState = z.infer<typeof inboxStateSchema>;

/** The `data` of one SSE message on `/events`; the SSE `event` field is its `type`, the SSE `id` is `lastId`. */
export const streamEventSchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("notification"),
    lastId: z.number(),
    unread: z.number(),
    event: inboxEventSchema,
  }),
  z.object({ type: z.literal("read"), lastId: z.number(), unread: z.number() }),
  z.object({ type: z.literal("room"), lastId: z.number(), unread: z.number(), room: roomSummarySchema }),
  /** Older than retention: fetch the state afresh. */
  z.object({ type: z.literal("reset"), lastId: z.number(), unread: z.number() }),
]);
export type StreamEvent = z.infer<typeof streamEventSchema>;

/** Close code of a subscription that made way for a newer one: its reader comes back late. */
export const TOO_MANY_STREAMS = 4429;

/**
 * The state after one more event of the stream. One that is applied already changes nothing. A `reset` gives the
 * count alone: the caller fetches the conversations afresh.
 */
export function applyStreamEvent(state: InboxState, event: StreamEvent): InboxState {
  if (event.type === "reset") return { ...state, lastId: event.lastId, unread: event.unread };
  if (event.lastId <= state.lastId) return state;
  const next = { ...state, lastId: event.lastId, unread: event.unread };
  if (event.type !== "room") return next;
  const others = state.rooms.filter(({ roomId }) => roomId !== event.room.roomId);
  if (event.room.gone) return { ...next, rooms: others };
  return { ...next, rooms: [event.room, ...others].toSorted(newestFirst) };
}

/** Conversations by their last message; those without one come last. */
const newestFirst = (a: RoomSummary, b: RoomSummary): number =>
  (b.at ?? "").localeCompare(a.at ?? "") || a.roomId.localeCompare(b.roomId);
