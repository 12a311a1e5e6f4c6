import { z } from "zod/mini";
import { idSchema } from "../ids.ts";
import { ownReviewSchema } from "../reviews/schema.ts";
import { storable } from "../storable.ts";

/** Days that a mentor has to answer. */
export const DAYS_TO_ANSWER = 7;
export const MAX_GOAL_LENGTH = 300;
export const MAX_REQUEST_LENGTH = 4_000;
export const MAX_REASON_LENGTH = 1_000;

const written = (max: number, whenEmpty: string) =>
  z
    .string(whenEmpty)
    .check(
      z.trim(),
      z.minLength(1, whenEmpty),
      z.maxLength(max, `At most ${max.toLocaleString("en")} characters.`),
      storable,
    );

const goal = written(MAX_GOAL_LENGTH, "Say what would be different afterwards.");
const message = written(MAX_REQUEST_LENGTH, "Say what you want help with.");

/** `id` is made with the form, so that sending the form twice is one request. */
export const requestInputSchema = z.object({
  id: idSchema,
  mentorId: idSchema,
  message,
  goal,
  /** Take a place in line when the mentor has no free one. */
  joinLine: z.optional(z.boolean()),
});
export type RequestInput = z.input<typeof requestInputSchema>;

export const requestEditSchema = z.object({ id: idSchema, message, goal });
export type RequestEdit = z.input<typeof requestEditSchema>;

export const declineInputSchema = z.object({
  id: idSchema,
  reason: written(MAX_REASON_LENGTH, "Say a word on why. It helps to hear it."),
});
export type DeclineInput = z.input<typeof declineInputSchema>;

export const requestStateSchema = z.enum([
  "pending",
  "waiting",
  "active",
  "declined",
  "withdrawn",
  "lapsed",
  "completed",
  "ended",
]);
export type RequestState = z.infer<typeof requestStateSchema>;

export const requestActionSchema = z.enum([
  "edit",
  "withdraw",
  "accept",
  "decline",
  "lapse",
  "advance",
  "complete",
  "end",
  "review",
]);
export type RequestAction = z.infer<typeof requestActionSchema>;

/** A mentor's places for mentees. */
export const placesSchema = z.object({ capacity: z.number(), taken: z.number() });
export type Places = z.infer<typeof placesSchema>;

const instant = z.string();

/** A request, or the mentorship it became, as one of its two people sees it. Instants are ISO 8601 in UTC. */
export const requestViewSchema = z.object({
  id: idSchema,
  /** What the reader is in it. */
  as: z.enum(["mentor", "mentee"]),
  state: requestStateSchema,
  goal: z.string(),
  message: z.string(),
  declineReason: z.nullable(z.string()),
  roomId: z.nullable(idSchema),
  createdAt: instant,
  updatedAt: instant,
  /** When it ends without an answer; only while pending. */
  expiresAt: z.nullable(instant),
  queuedAt: z.nullable(instant),
  respondedAt: z.nullable(instant),
  endedAt: z.nullable(instant),
  /** 1 is next; only while waiting. */
  placeInLine: z.nullable(z.number()),
  /** The mentor's places. */
  places: placesSchema,
  other: z.object({
    userId: idSchema,
    name: z.string(),
    headline: z.string(),
    timeZone: z.string(),
    country: z.nullable(z.string()),
  }),
  /** What the mentee said of it, once it was over. */
  review: z.nullable(ownReviewSchema),
  /** What the reader may do with it now. */
  actions: z.array(requestActionSchema),
});
export type RequestView = z.infer<typeof requestViewSchema>;

export const requestListInputSchema = z.object({ as: z.enum(["mentor", "mentee"]) });
export type RequestListInput = z.infer<typeof requestListInputSchema>;

/** Open ones first (the answer that is due soonest on top), then closed ones, newest first. */
export const requestListSchema = z.object({
  requests: z.array(requestViewSchema),
  /** The reader's own places, for a mentor. */
  places: z.nullable(placesSchema),
});
export type RequestList = z.infer<typeof requestListSchema>;

/** Who waits for a place with a mentor. Mentorships have no planned end, so nothing says when one comes free. */
export const lineSchema = z.object({
  waiting: z.number(),
  /** The reader's place, 1 for the next; null for who does not wait. */
  yours: z.nullable(z.number()),
});
export type Line = z.infer<typeof lineSchema>;
