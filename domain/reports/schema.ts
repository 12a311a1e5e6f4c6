import { z } from "zod/mini";
import { idSchema } from "../ids.ts";
import { storable } from "../storable.ts";

export const MAX_REPORT_REASON_LENGTH = 1_000;

const words = (missing: string) =>
  z
    .string(missing)
    .check(
      z.trim(),
      z.minLength(1, missing),
      z.maxLength(MAX_REPORT_REASON_LENGTH, `At most ${MAX_REPORT_REASON_LENGTH} characters.`),
      storable,
    );

export const reportReason = words("Say what is wrong with it.");
export const dismissReason = words("Say why nothing is to be done.");

export const dismissInputSchema = z.object({ id: idSchema, reason: dismissReason });

/** Pages count from 1; one from an address is text. */
export const reportListInputSchema = z.object({
  page: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(10_000)), 1),
});
export type ReportListInput = z.input<typeof reportListInputSchema>;

/** A message around a reported one, or that one itself, as the archive holds it. */
const contextMessageSchema = z.object({
  id: z.uuid(),
  authorName: z.string(),
  /** Of the reported one whole, of those around it the beginning; "" where it was taken back. */
  body: z.string(),
  sentAt: z.string(),
  gone: z.boolean(),
  /** What its files are called. */
  files: z.array(z.string()),
});
export type ContextMessage = z.infer<typeof contextMessageSchema>;

const personSchema = z.object({ id: z.uuid(), name: z.string() });

/** A report as moderators see it. */
export const reportSchema = z.object({
  id: z.uuid(),
  roomId: z.uuid(),
  messageId: z.uuid(),
  /** What the room is called; null for one of two. */
  roomTitle: z.nullable(z.string()),
  /** Whether the reader is in that room: nobody else can open it. */
  isMember: z.boolean(),
  reporter: personSchema,
  /** `mentorPage`: whether the reader finds their page as a mentor. */
  author: z.extend(personSchema, { email: z.string(), mentorPage: z.boolean() }),
  reason: z.string(),
  createdAt: z.string(),
  /** What the message said when it was reported, where it stands no more as it was; null where it does, and once it is decided. */
  saidThen: z.nullable(z.string()),
  /** Oldest first; none once it is decided, and none while the archive does not know the message yet. */
  context: z.array(contextMessageSchema),
  /** Null while the report is open. */
  decision: z.nullable(
    z.object({
      outcome: z.enum(["removed", "dismissed"]),
      by: z.string(),
      at: z.string(),
      reason: z.nullable(z.string()),
    }),
  ),
});
export type ReportView = z.infer<typeof reportSchema>;
