import { z } from "zod";
import type { InboxReader, JobContext } from "#domain/context.ts";
import { inboxEventSchema, inboxStateSchema, newNotificationSchema } from "#domain/notifications/schema.ts";

/** A person's inbox object, read and marked; the verbs pass the actor's own id. */
export function makeInboxReader(inboxes: Env["USER_INBOX"]): InboxReader {
  return {
    state: async (userId) => inboxStateSchema.parse(await inboxes.getByName(userId).state()),
    list: async (userId, page) => z.array(inboxEventSchema).parse(await inboxes.getByName(userId).list(page)),
    markRead: async (userId, what) => inboxStateSchema.parse(await inboxes.getByName(userId).markRead(what)),
  };
}

/** For jobs alone. */
export function makeInboxWriter(inboxes: Env["USER_INBOX"]): JobContext["inboxWriter"] {
  return {
    deliver: async (userId, notification) =>
      inboxes.getByName(userId).deliver(newNotificationSchema.parse(notification)),
    setPreferences: async (userId, preferences) => inboxes.getByName(userId).setPreferences(preferences),
    takeDigest: async (userId, jobId) =>
      z.array(inboxEventSchema).parse(await inboxes.getByName(userId).takeDigest(jobId)),
    unreadMailed: async (userId, roomId) => inboxes.getByName(userId).unreadMailed(roomId),
    endStreams: async (userId) => inboxes.getByName(userId).endStreams(),
    deferUnreadMail: async (userId, roomId, untilMs) =>
      inboxes.getByName(userId).deferUnreadMail(roomId, untilMs),
    setPushed: async (userId, isPushed) => inboxes.getByName(userId).setPushed(isPushed),
    takePush: async (userId, notificationId) =>
      z.nullable(inboxEventSchema).parse(await inboxes.getByName(userId).takePush(notificationId)),
    deferPush: async (userId, notificationId, untilMs) =>
      inboxes.getByName(userId).deferPush(notificationId, untilMs),
  };
}
