import { z } from "zod/mini";
import { idSchema } from "../ids.ts";
import { storable } from "../storable.ts";

/** A group takes so many. */
export const MAX_GROUP_MEMBERS = 100;
export const MAX_TITLE_LENGTH = 80;

const memberIds = z
  .array(idSchema)
  .check(z.maxLength(MAX_GROUP_MEMBERS - 1, `At most ${MAX_GROUP_MEMBERS} people.`));

export const makeGroupInputSchema = z.object({
  title: z
    .string()
    .check(
      z.trim(),
      z.minLength(1, "Give the circle a name."),
      z.maxLength(MAX_TITLE_LENGTH, `At most ${MAX_TITLE_LENGTH} characters.`),
      storable,
    ),
  /** Beside the maker. */
  memberIds: memberIds.check(z.minLength(1, "Choose somebody.")),
});
export type MakeGroupInput = z.input<typeof makeGroupInputSchema>;

export const addMembersInputSchema = z.object({
  roomId: idSchema,
  memberIds: memberIds.check(z.minLength(1, "Choose somebody.")),
});
export type AddMembersInput = z.input<typeof addMembersInputSchema>;

/** Somebody whom the reader may add. */
export const addablePersonSchema = z.object({ userId: idSchema, name: z.string(), headline: z.string() });
export type AddablePerson = z.infer<typeof addablePersonSchema>;
