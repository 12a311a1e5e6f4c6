import { z } from "zod";

const id = z.uuid();

/** Everything that may be owed after a commit. Ids only: the consumer loads what is true when it runs. */
export const jobSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("mail.verify-email"), userId: id }),
  z.object({ kind: z.literal("mail.reset-password"), verificationId: id }),
  z.object({ kind: z.literal("mail.request-received"), mentorshipId: id }),
  z.object({ kind: z.literal("mail.request-accepted"), mentorshipId: id }),
  z.object({ kind: z.literal("mail.place-free"), mentorshipId: id }),
  z.object({ kind: z.literal("mail.unread-messages"), userId: id, roomId: id }),
  z.object({ kind: z.literal("mail.digest"), userId: id }),
  z.object({ kind: z.literal("search.embed-profile"), userId: id }),
  z.object({ kind: z.literal("graph.project-person"), userId: id }),
  z.object({ kind: z.literal("graph.project-connection"), connectionId: id }),
  z.object({ kind: z.literal("graph.project-mentorship"), mentorshipId: id }),
  z.object({ kind: z.literal("graph.refresh-recommendations"), userId: id }),
  z.object({ kind: z.literal("live.open-room"), mentorshipId: id }),
  z.object({ kind: z.literal("live.close-room"), mentorshipId: id }),
  z.object({ kind: z.literal("live.sync-room-member"), roomId: id, userId: id }),
  z.object({ kind: z.literal("live.remove-message"), roomId: id, messageId: id, userId: id }),
  z.object({ kind: z.literal("live.remove-attachments"), roomId: id, messageId: id }),
  z.object({ kind: z.literal("live.look-at-room"), roomId: id }),
  z.object({ kind: z.literal("live.end-session"), userId: id }),
  z.object({ kind: z.literal("live.look-at-rooms"), userId: id, otherId: id }),
  z.object({
    kind: z.literal("live.notify"),
    userId: id,
    mentorshipId: id,
    event: z.enum([
      "request.received",
      "request.edited",
      "request.withdrawn",
      "request.accepted",
      "request.declined",
      "request.lapsed",
      "place.free",
      "mentorship.ended",
      "mentorship.reviewed",
    ]),
  }),
  z.object({
    kind: z.literal("live.notify-connection"),
    userId: id,
    connectionId: id,
    event: z.enum(["connection.invited", "connection.accepted"]),
  }),
  z.object({ kind: z.literal("live.notify-group"), userId: id, roomId: id, byId: id }),
  z.object({ kind: z.literal("live.notify-report"), reportId: id }),
  z.object({ kind: z.literal("live.notify-search"), userId: id, savedSearchId: id, mentorId: id }),
  z.object({
    kind: z.literal("live.archive-room"),
    roomId: id,
    fromSeq: z.number().int().positive(),
    toSeq: z.number().int().positive(),
  }),
  z.object({ kind: z.literal("live.advance-line"), mentorId: id }),
  z.object({ kind: z.literal("live.apply-preferences"), userId: id }),
  z.object({ kind: z.literal("live.apply-devices"), userId: id }),
  // of a person's inbox, which numbers what it holds
  z.object({
    kind: z.literal("push.notification"),
    userId: id,
    notificationId: z.number().int().positive(),
  }),
]);

export type Job = z.infer<typeof jobSchema>;
export type JobKind = Job["kind"];

/** What a queue carries: the outbox row's id is the idempotency key of the effect. */
export const queueMessageSchema = z.object({ id, requestId: z.string().max(100), job: jobSchema });
export type QueueMessage = z.infer<typeof queueMessageSchema>;

/** The queue of a job is the first word of its kind. */
export const queueNames = ["mail", "search", "graph", "live", "push"] as const;
export type QueueName = (typeof queueNames)[number];
export const queueOf = (kind: JobKind): QueueName => kind.split(".")[0] as QueueName;
