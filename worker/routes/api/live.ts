import { Hono } from "hono";
import { z } from "zod";
import { listNotifications } from "#domain/notifications/list-notifications.ts";
import { loadInbox } from "#domain/notifications/load-inbox.ts";
import { markNotificationsRead } from "#domain/notifications/mark-notifications-read.ts";
import {
  inboxEventSchema,
  inboxStateSchema,
  notificationFilters,
  roomSummarySchema,
} from "#domain/notifications/schema.ts";
import { loadOwnPreferences } from "#domain/preferences/load-own-preferences.ts";
import { savePreferences } from "#domain/preferences/save-preferences.ts";
import { preferencesSchema } from "#domain/preferences/schema.ts";
import { loadRoomHeader } from "#domain/rooms/load-room-header.ts";
import { paceRoom } from "#domain/rooms/pace-room.ts";
import { removeMessage } from "#domain/rooms/remove-message.ts";
import { MAX_SLOW_SECONDS } from "#domain/rooms/schema.ts";
import type { AppEnv } from "../../app-env.ts";
import { idParam, input, operation } from "./operation.ts";

const roomSchema = z.discriminatedUnion("kind", [
  z.object({
    roomId: z.uuid(),
    kind: z.literal("direct"),
    title: z.string(),
    mentorship: z.object({ id: z.uuid(), goal: z.string(), state: z.string() }),
    other: z.object({ userId: z.uuid(), name: z.string(), timeZone: z.string() }),
  }),
  z.object({
    roomId: z.uuid(),
    kind: z.enum(["community", "group"]),
    title: z.string(),
    about: z.string().nullable(),
    mayAdd: z.boolean(),
    mayRemoveMembers: z.boolean(),
  }),
]);
/** `more`: there are older ones, before the last of these. */
const notificationPageSchema = z.object({ notifications: z.array(inboxEventSchema), more: z.boolean() });
const ownPreferencesSchema = z.object({ ...preferencesSchema.shape, timeZone: z.string() });
const number = z
  .string()
  .regex(/^\d{1,15}$/, "A whole number.")
  .transform(Number);
const listQuery = z.object({
  before: number.optional(),
  limit: z
    .string()
    .regex(/^([1-9]\d?|100)$/, "1 to 100.")
    .transform(Number)
    .default(20),
  show: z.enum(notificationFilters).default("all"),
});
const messageParam = idParam.extend({ messageId: z.uuid("Not a valid id.") });
const paceBody = z.object({ seconds: z.number().int().min(0).max(MAX_SLOW_SECONDS) });
const readBody = z.union([
  z.object({ upTo: z.number().int().nonnegative() }),
  z.object({ ids: z.array(z.number().int().positive()).max(100) }),
]);

export const live = new Hono<AppEnv>()
  .get(
    "/rooms",
    operation({
      summary: "Your conversations",
      tag: "Rooms",
      answer: { status: 200, schema: z.object({ rooms: z.array(roomSummarySchema) }) },
      errors: [],
    }),
    async (c) => c.json({ rooms: (await loadInbox(c.var.ctx)).rooms }),
  )
  .get(
    "/rooms/:id",
    operation({
      summary: "A conversation: what it is, with whom, and for what",
      description:
        "Messages: `GET /rooms/{id}/messages?before=`; live: a WebSocket at `/rooms/{id}/socket?after=`.",
      tag: "Rooms",
      answer: { status: 200, schema: roomSchema },
      errors: ["invalid_input", "not_found"],
    }),
    input("param", idParam),
    async (c) => c.json(await loadRoomHeader(c.var.ctx, { roomId: c.req.valid("param").id })),
  )
  .delete(
    "/rooms/:id/messages/:messageId",
    operation({
      summary: "Remove somebody's message, as a moderator",
      description: "In its place stands that a moderator removed it. The room shows it within seconds.",
      tag: "Rooms",
      answer: { status: 204 },
      errors: ["invalid_input", "not_allowed", "not_found", "conflict"],
    }),
    input("param", messageParam),
    async (c) => {
      const { id: roomId, messageId } = c.req.valid("param");
      await removeMessage(c.var.ctx, { roomId, messageId });
      return c.body(null, 204);
    },
  )
  .put(
    "/rooms/:id/pace",
    operation({
      summary: "Set a conversation's slow mode",
      description: "For its mentor and moderators: seconds between two messages of one member, 0 ends it.",
      tag: "Rooms",
      answer: { status: 204 },
      errors: ["invalid_input", "not_allowed", "not_found"],
    }),
    input("param", idParam),
    input("json", paceBody),
    async (c) => {
      await paceRoom(c.var.ctx, { roomId: c.req.valid("param").id, ...c.req.valid("json") });
      return c.body(null, 204);
    },
  )
  .get(
    "/inbox",
    operation({
      summary: "What is unread, and where the stream starts",
      description: "Open `/events?after=<lastId>` (Server-Sent Events) and nothing falls between.",
      tag: "Notifications",
      answer: { status: 200, schema: inboxStateSchema },
      errors: [],
    }),
    async (c) => c.json(await loadInbox(c.var.ctx)),
  )
  .get(
    "/notifications",
    operation({
      summary: "Your notifications, newest first",
      tag: "Notifications",
      answer: { status: 200, schema: notificationPageSchema },
      errors: ["invalid_input"],
    }),
    input("query", listQuery),
    async (c) => c.json(await listNotifications(c.var.ctx, c.req.valid("query"))),
  )
  .post(
    "/notifications/read",
    operation({
      summary: "Mark notifications as read",
      tag: "Notifications",
      answer: { status: 200, schema: inboxStateSchema },
      errors: ["invalid_input"],
    }),
    input("json", readBody),
    async (c) => c.json(await markNotificationsRead(c.var.ctx, c.req.valid("json"))),
  )
  .get(
    "/notification-preferences",
    operation({
      summary: "What you want to hear of, and by which way",
      description:
        "`version` is 0 for who never saved any. Quiet hours are minutes after midnight in `timeZone`.",
      tag: "Notifications",
      answer: { status: 200, schema: ownPreferencesSchema },
      errors: [],
    }),
    async (c) => c.json(await loadOwnPreferences(c.var.ctx)),
  )
  .put(
    "/notification-preferences",
    operation({
      summary: "Save what you want to hear of",
      tag: "Notifications",
      answer: { status: 200, schema: z.object({ version: z.number() }) },
      errors: ["invalid_input", "conflict"],
    }),
    input("json", preferencesSchema),
    async (c) => c.json(await savePreferences(c.var.ctx, c.req.valid("json"))),
  );
