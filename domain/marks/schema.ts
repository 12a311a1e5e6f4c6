import { z } from "zod/mini";
import { idSchema } from "../ids.ts";
import { storable } from "../storable.ts";

export const markKinds = ["saved", "not_interested"] as const;
export type MarkKind = (typeof markKinds)[number];

/** Why a mentor is not for somebody, in a few plain choices; one's own words take their place. */
export const notInterestedReasons = {
  "another-field": "They do something else than I need",
  "another-level": "They are too far ahead of me, or not far enough",
  "no-hours": "We would hardly find an hour",
  "known-already": "I know them already",
} as const;

export const MAX_MARK_REASON_LENGTH = 300;

export const markInputSchema = z.object({
  mentorId: idSchema,
  kind: z.enum(markKinds),
  /** A key of `notInterestedReasons`, or own words. Nobody else reads it. */
  reason: z.optional(
    z
      .string()
      .check(
        z.trim(),
        z.maxLength(MAX_MARK_REASON_LENGTH, `At most ${MAX_MARK_REASON_LENGTH} characters.`),
        storable,
      ),
  ),
});
export type MarkInput = z.input<typeof markInputSchema>;

export const markSchema = z.object({ kind: z.enum(markKinds), reason: z.nullable(z.string()) });
export type Mark = z.infer<typeof markSchema>;

/** A mentor whom the reader has marked, as they are now. */
export const markedMentorSchema = z.object({
  userId: idSchema,
  name: z.string(),
  headline: z.string(),
  places: z.object({ capacity: z.number(), taken: z.number() }),
  reason: z.nullable(z.string()),
  /** ISO 8601, UTC. */
  at: z.string(),
});
export type MarkedMentor = z.infer<typeof markedMentorSchema>;

/** The newest first. */
export const markListSchema = z.object({
  saved: z.array(markedMentorSchema),
  notInterested: z.array(markedMentorSchema),
});
export type MarkList = z.infer<typeof markListSchema>;

/** A reason as a sentence: one of the choices, or the person's own words. */
export function reasonInWords(reason: string): string {
  return Object.hasOwn(notInterestedReasons, reason)
    ? notInterestedReasons[reason as keyof typeof notInterestedReasons]
    : reason;
}
