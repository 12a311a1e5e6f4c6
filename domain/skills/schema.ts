import { z } from "zod/mini";

export const skillNameSchema = z.string().check(
  z.trim(),
  z.minLength(2, "At least 2 characters."),
  z.maxLength(60, "At most 60 characters."),
  z.regex(/\p{L}/u, "Use at least one letter."),
  z.refine((value) => !/[\p{Cc}\p{Surrogate}]/u.test(value), "Take out the characters that can't be shown."),
);
export const suggestInputSchema = z.object({
  text: z.string().check(z.trim(), z.maxLength(60), z.regex(/^\P{Cc}*$/u)),
});
export const proposeInputSchema = z.object({ name: skillNameSchema });
export const approveInputSchema = z.object({
  slug: z.string().check(z.maxLength(80)),
  /** Slug of the cluster that the skill joins. */
  cluster: z.string().check(z.minLength(1, "Choose a group."), z.maxLength(80)),
});

export const skillSuggestionSchema = z.object({
  slug: z.string(),
  name: z.string(),
  /** Name of its group; null while the skill is only proposed. */
  cluster: z.nullable(z.string()),
  /** The alias that matched, for "also: …"; null when the name did. */
  alias: z.nullable(z.string()),
  /** Mentors who offer it and whom the reader may find; 100 means that many or more. */
  mentors: z.number(),
  /** Proposed by this person and not yet approved. */
  proposed: z.boolean(),
});
export type SkillSuggestion = z.infer<typeof skillSuggestionSchema>;

export const taxonomySchema = z.object({
  clusters: z.array(z.object({ slug: z.string(), name: z.string(), about: z.string() })),
  skills: z.array(
    z.object({
      slug: z.string(),
      name: z.string(),
      cluster: z.nullable(z.string()),
      aliases: z.array(z.string()),
      related: z.array(z.string()),
    }),
  ),
});
export type Taxonomy = z.infer<typeof taxonomySchema>;
