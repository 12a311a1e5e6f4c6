import { z } from "zod";
import { markSchema } from "#domain/marks/schema.ts";
import { lineSchema } from "#domain/mentorships/schema.ts";
import type { OwnProfile, ProfileView } from "#domain/profiles/schema.ts";
import { availabilityRuleSchema, linkStates, skillLevels, visibilities } from "#domain/profiles/schema.ts";
import { ratingSchema } from "#domain/reviews/schema.ts";

const soughtSkill = z.object({ skill: z.string(), name: z.string(), cluster: z.string().nullable() });
const offeredSkill = soughtSkill.extend({ level: z.enum(skillLevels), years: z.number().int() });

const shared = {
  userId: z.uuid(),
  name: z.string(),
  headline: z.string(),
  bio: z.string(),
  goals: z.string(),
  seniority: z.string().nullable(),
  languages: z.array(z.string()),
  timeZone: z.string(),
  country: z.string().nullable(),
  offers: z.array(offeredSkill),
  seeks: z.array(soughtSkill),
  availability: z.array(availabilityRuleSchema),
};

/** The verbs' answers as the papers show them; the types hold the two together. */
export const profileViewSchema = z.object({
  ...shared,
  image: z.string().nullable(),
  places: z.object({ capacity: z.number().int(), taken: z.number().int() }),
  pausedUntil: z.iso.date().nullable(),
  freeFrom: z.iso.date().nullable(),
  verified: z.boolean(),
  rating: z.nullable(ratingSchema),
  line: lineSchema,
  connected: z.boolean(),
  mark: z.nullable(markSchema),
  connection: z.object({ id: z.uuid(), state: z.enum(linkStates) }).nullable(),
  request: z.object({ id: z.uuid(), state: z.string(), roomId: z.uuid().nullable() }).nullable(),
}) satisfies z.ZodType<ProfileView>;

export const ownProfileSchema = z.object({
  ...shared,
  email: z.string(),
  version: z.number().int(),
  isMentor: z.boolean(),
  isMentee: z.boolean(),
  capacity: z.number().int(),
  activeMentees: z.number().int(),
  visibility: z.enum(visibilities),
  pausedUntil: z.iso.date().nullable(),
  freeFrom: z.iso.date().nullable(),
  onboarded: z.boolean(),
}) satisfies z.ZodType<OwnProfile>;
