import { z } from "zod/mini";
import type { Mark } from "../marks/schema.ts";
import type { Line } from "../mentorships/schema.ts";
import type { Rating } from "../reviews/schema.ts";
import { storable } from "../storable.ts";

export const visibilities = ["everyone", "connections", "hidden"] as const;
export const skillLevels = ["working", "advanced", "expert"] as const;
export const seniorities = ["student", "junior", "mid", "senior", "lead", "executive", "retired"] as const;

/** Field limits, for `maxlength` attributes and hints. */
export const profileLimits = {
  headline: 120,
  bio: 4_000,
  goals: 1_000,
  skills: 20,
  languages: 10,
  capacity: 50,
  availability: 40,
} as const;

const text = (most: number) =>
  z.string().check(z.trim(), z.maxLength(most, `At most ${most.toLocaleString("en")} characters.`), storable);
const slug = z.string().check(z.regex(/^[a-z0-9-]{1,80}$/, "Choose a skill from the list."));

/** ISO 639-1, as far as the runtime has a name for it. */
const languageCode = z.string().check(
  z.regex(/^[a-z]{2}$/, "Choose a language from the list."),
  z.refine((code) => nameOf("language", code) !== undefined, "Choose a language from the list."),
);

/** ISO 3166-1 alpha-2, as far as the runtime has a name for it. */
const countryCode = z.string().check(
  z.regex(/^(?!ZZ)[A-Z]{2}$/, "Choose a country from the list."),
  z.refine((code) => nameOf("region", code) !== undefined, "Choose a country from the list."),
);

const timeZone = z
  .string()
  .check(z.maxLength(64), z.refine(isTimeZone, "Choose a time zone from the list, like Europe/Istanbul."));

export const offerSchema = z.object({
  skill: slug,
  level: z.enum(skillLevels, "Say how well you know it."),
  years: z.int("Whole years.").check(z.minimum(0, "Not less than 0."), z.maximum(70, "At most 70 years.")),
});
export type Offer = z.infer<typeof offerSchema>;

/** Minutes after midnight in the person's own time zone; weekday 1 is Monday (ISO 8601). */
export const availabilityRuleSchema = z
  .object({
    weekday: z.int().check(z.minimum(1, "Choose a day."), z.maximum(7, "Choose a day.")),
    startMinute: z.int().check(z.minimum(0), z.maximum(1_439)),
    endMinute: z.int().check(z.minimum(1), z.maximum(1_440)),
  })
  .check(z.refine((rule) => rule.startMinute < rule.endMinute, "The end must be after the start."));
export type AvailabilityRule = z.infer<typeof availabilityRuleSchema>;

const offers = z.array(offerSchema).check(
  z.maxLength(profileLimits.skills, `At most ${profileLimits.skills} skills.`),
  distinct((offer: Offer) => offer.skill, "You listed a skill twice."),
);
const seeks = z.array(slug).check(
  z.maxLength(profileLimits.skills, `At most ${profileLimits.skills} skills.`),
  distinct((skill: string) => skill, "You listed a skill twice."),
);
const languages = z.array(languageCode).check(
  z.minLength(1, "Choose at least one language."),
  z.maxLength(profileLimits.languages, `At most ${profileLimits.languages} languages.`),
  distinct((code: string) => code, "You listed a language twice."),
);
const capacity = z
  .int("A whole number.")
  .check(
    z.minimum(0, "Not less than 0."),
    z.maximum(profileLimits.capacity, `At most ${profileLimits.capacity} mentees at once.`),
  );
const availability = z
  .array(availabilityRuleSchema)
  .check(
    z.maxLength(profileLimits.availability, `At most ${profileLimits.availability} times a week.`),
    z.refine(areApart, "Two of these times overlap."),
  );
/** A calendar day, in the person's own time zone. */
const day = z.iso.date("Choose a day.");
const headline = text(profileLimits.headline).check(z.minLength(1, "Say in one line who you are."));

const standing = {
  isMentor: z.boolean(),
  isMentee: z.boolean(),
  headline,
  bio: text(profileLimits.bio),
  goals: text(profileLimits.goals),
  seniority: z.nullable(z.enum(seniorities)),
  languages,
  timeZone,
  country: z.nullable(countryCode),
};

const mentorOrMentee = z.refine<{ isMentor: boolean; isMentee: boolean }>(
  (person) => person.isMentor || person.isMentee,
  { error: "Choose mentor, mentee or both.", path: ["isMentee"] },
);
const mentorOffers = z.refine<{ isMentor: boolean; offers: Offer[] }>(
  (person) => !person.isMentor || person.offers.length > 0,
  { error: "Name at least one skill that you can help with.", path: ["offers"] },
);

/** The whole profile, as its form saves it. `version` is the one that the form was filled from. */
export const profileInputSchema = z
  .object({
    version: z.int(),
    ...standing,
    offers,
    seeks,
    capacity,
    availability,
    visibility: z.enum(visibilities),
    /** The mentor takes nobody until the morning of that day; null or left out: takes people. */
    pausedUntil: z.optional(z.nullable(day)),
    /** The day from which a mentor expects a free place while all are taken; null or left out: not known. */
    freeFrom: z.optional(z.nullable(day)),
  })
  .check(mentorOrMentee, mentorOffers);
export type ProfileInput = z.infer<typeof profileInputSchema>;

/** The onboarding, step by step; each saves, the last one ends it. Steps may be saved again in any order. */
export const onboardingStepSchema = z.discriminatedUnion("step", [
  z.object({ step: z.literal("standing"), ...standing }).check(mentorOrMentee),
  z.object({ step: z.literal("skills"), offers, seeks, capacity: z.optional(capacity) }),
  z.object({ step: z.literal("times"), availability }),
]);
export type OnboardingStep = z.infer<typeof onboardingStepSchema>;

export interface OfferedSkill extends Offer {
  name: string;
  /** Of the skill's cluster; null for a proposed skill. */
  cluster: string | null;
}
export interface SoughtSkill {
  skill: string;
  name: string;
  cluster: string | null;
}

export const linkStates = ["connected", "invited-you", "you-invited"] as const;
export type LinkState = (typeof linkStates)[number];

/** What others see of a mentor. */
export interface ProfileView {
  userId: string;
  name: string;
  image: string | null;
  headline: string;
  bio: string;
  goals: string;
  seniority: string | null;
  languages: string[];
  timeZone: string;
  country: string | null;
  places: { capacity: number; taken: number };
  /** The day, where the mentor lives, from which on they take people again; null: they do. */
  pausedUntil: string | null;
  /** The day, where the mentor lives, from which they expect a free place; null where one is free, or nobody knows. */
  freeFrom: string | null;
  /** Somebody of the staff has checked who they are. */
  verified: boolean;
  /** What their reviews come to; null where there is none. */
  rating: Rating | null;
  /** Who waits for a place. */
  line: Line;
  offers: OfferedSkill[];
  seeks: SoughtSkill[];
  availability: AvailabilityRule[];
  /** Whether the reader and this person are connected. */
  connected: boolean;
  /** How the two stand: connected, or who waits for whom; null for nothing. */
  connection: { id: string; state: LinkState } | null;
  /** What the reader said about the mentor, for themselves alone. */
  mark: Mark | null;
  /** The newest request or mentorship between the reader as mentee and this mentor. */
  request: { id: string; state: string; roomId: string | null } | null;
}

/** One's own profile, as the form shows it. */
export interface OwnProfile
  extends Omit<ProfileInput, "offers" | "seeks" | "seniority" | "pausedUntil" | "freeFrom"> {
  userId: string;
  name: string;
  email: string;
  seniority: string | null;
  activeMentees: number;
  pausedUntil: string | null;
  freeFrom: string | null;
  onboarded: boolean;
  offers: OfferedSkill[];
  seeks: SoughtSkill[];
}

function distinct<T>(key: (item: T) => string, message: string) {
  return z.refine<T[]>((items) => new Set(items.map(key)).size === items.length, message);
}

function areApart(rules: AvailabilityRule[]): boolean {
  return rules.every((a, i) =>
    rules
      .slice(i + 1)
      .every((b) => a.weekday !== b.weekday || a.endMinute <= b.startMinute || b.endMinute <= a.startMinute),
  );
}

function nameOf(type: "language" | "region", code: string): string | undefined {
  try {
    return new Intl.DisplayNames(["en"], { type, fallback: "none" }).of(code);
  } catch {
    return undefined;
  }
}

/** Names of the IANA database alone: an offset like +03:00 knows no summer time. */
function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
