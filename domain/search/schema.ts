import { z } from "zod/mini";
import { lineSchema } from "../mentorships/schema.ts";
import { ratingSchema } from "../reviews/schema.ts";
import { skillSuggestionSchema } from "../skills/schema.ts";

export const MENTORS_PER_PAGE = 10;
/** People that one ranking holds: whoever wants to see more says more. */
export const RANKED = 200;

/** What moved a mentor up. Each kind can be proved from rows; nothing else may be claimed. */
export const reasonKinds = [
  "name",
  "skill",
  "words",
  "held",
  "hours",
  "language",
  "level",
  "zone",
  "connection",
  "mutuals",
  "cluster",
  "rating",
  "activity",
  "places",
] as const;

export type ReasonKind = (typeof reasonKinds)[number];

export const reasonSchema = z.object({
  /** Unique on the page: the evidence row's id, which the claim links to (`#…`). */
  id: z.string(),
  kind: z.enum(reasonKinds),
  /** 0..1: how much it moved the result, the strongest first. */
  weight: z.number(),
  /** Its words inside the sentence "why"; the link's text. */
  claim: z.string(),
  /** Head of the evidence row: "Public Speaking", "Both free". */
  label: z.string(),
  /** The data: "advanced, 7 years", "Wednesdays, 20:00 to 21:30 your time". */
  evidence: z.string(),
});
export type Reason = z.infer<typeof reasonSchema>;

/** One part of a score: what it rests on, and its share of the whole (0 to 1). */
export interface AccountEntry {
  part: string;
  label: string;
  evidence: string;
  share: number;
}

/** A piece of the sentence "why"; one with a `reasonId` is a link to that reason's evidence row. */
export const whyPieceSchema = z.object({ text: z.string(), reasonId: z.optional(z.string()) });
export type WhyPiece = z.infer<typeof whyPieceSchema>;

export const mentorCardSchema = z.object({
  userId: z.uuid(),
  name: z.string(),
  headline: z.string(),
  country: z.nullable(z.string()),
  timeZone: z.string(),
  seniority: z.nullable(z.string()),
  places: z.object({ capacity: z.number(), taken: z.number() }),
  /** Takes nobody until then. */
  pausedUntil: z.nullable(z.string()),
  /** ISO date from which a full mentor expects a free place; null where one is free, or nobody knows. */
  freeFrom: z.nullable(z.string()),
  /** Somebody of the staff has checked who they are. */
  verified: z.boolean(),
  /** Who waits for a place. */
  line: lineSchema,
  /** What their reviews come to; null where there is none. */
  rating: z.nullable(ratingSchema),
  /** Steps between the reader and the mentor; null when no path of at most three is known. */
  degree: z.nullable(z.union([z.literal(1), z.literal(2), z.literal(3)])),
  /** Who stands between them, the nearest to the reader first; at most three. */
  through: z.array(z.object({ userId: z.uuid(), name: z.string() })),
  /** One sentence, in order; built from one to three of the reasons. */
  why: z.array(whyPieceSchema),
  /** One to four, strongest first. */
  reasons: z.array(reasonSchema),
});
export type MentorCard = z.infer<typeof mentorCardSchema>;

/** ISO 639-1 or 639-3. */
export const languageSchema = z.string().check(z.regex(/^[a-z]{2,3}$/));
export const slugSchema = z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,79}$/));

/** How well a skill is offered, the least first. */
export const skillLevels = ["working", "advanced", "expert"] as const;
export const sorts = ["best", "closest", "soonest"] as const;
export const activeWithin = [7, 30, 90] as const;
export const leastRatings = [4, 4.5] as const;

export const searchFiltersSchema = z.object({
  /** ISO 639-1; a mentor speaks at least one of them. */
  languages: z._default(z.array(languageSchema).check(z.maxLength(10)), []),
  /** Hours a week in which the mentor's hours and the reader's overlap, at least; 0 asks for none. */
  minOverlapHours: z._default(z.number().check(z.int(), z.gte(0), z.lte(40)), 0),
  /** Mentors with a free place only; off: "Full ones too". */
  hasPlace: z._default(z.boolean(), true),
  /** Slugs; a mentor offers at least one of them. */
  skills: z._default(z.array(slugSchema).check(z.maxLength(20)), []),
  /** Every one of the skills, and not just one of them. */
  allSkills: z._default(z.boolean(), false),
  /** Slugs of skill groups; a mentor offers something of at least one of them. */
  clusters: z._default(z.array(slugSchema).check(z.maxLength(10)), []),
  /** Offers one of the skills (any skill, where none is chosen) at this level or above. */
  level: z._default(z.nullable(z.enum(skillLevels)), null),
  /** Steps to the reader: 1, 2, or 3 for everybody further away. All, where none is chosen. */
  degrees: z._default(z.array(z.literal([1, 2, 3])).check(z.maxLength(3)), []),
  /** Was here within so many days; 0 asks for nothing. */
  activeWithinDays: z._default(z.literal([0, ...activeWithin]), 0),
  /** Somebody of the staff has checked who they are. */
  verified: z._default(z.boolean(), false),
  /** The mean of their stars is so much at least, as it is shown; 0 asks for nothing, not even for a review. */
  minRating: z._default(z.literal([0, ...leastRatings]), 0),
  /** Whoever pauses and is back within so many weeks counts as here. */
  withinWeeks: z._default(z.number().check(z.int(), z.gte(0), z.lte(26)), 0),
  /** What was understood from the words and the person took away again: slugs, `lang-xx`, `level-…`, `zone-…`. */
  ignored: z._default(z.array(slugSchema).check(z.maxLength(20)), []),
});
export type SearchFilters = z.infer<typeof searchFiltersSchema>;

/** The filters of a search that sets none. */
export const noFilters: SearchFilters = z.parse(searchFiltersSchema, {});

export const searchInputSchema = z.object({
  query: z._default(z.string().check(z.maxLength(1000)), ""),
  filters: z._default(searchFiltersSchema, noFilters),
  sort: z._default(z.enum(sorts), "best"),
  page: z._default(z.number().check(z.int(), z.gte(1), z.lte(1000)), 1),
  /** Of an earlier page of the same search: its ranking is gone on with. */
  token: z.optional(z.uuid()),
});
export type SearchInput = z.infer<typeof searchInputSchema>;

/** How far along the mentor should be: good with beginners, well or very well versed, or in a senior position. */
export const askedLevels = ["beginner", "advanced", "expert", "senior"] as const;
export type AskedLevel = (typeof askedLevels)[number];

/** The person's own words, letter by letter; left out where something is meant and not said. */
const matched = z.optional(z.string());

/** A clock that the mentor's should be near. */
export const askedZoneSchema = z.object({
  /** `mine`, `berlin`, `cet`, `utc-plus-3`: taken away as `zone-…`. */
  id: slugSchema,
  name: z.string(),
  /** IANA name. */
  timeZone: z.string(),
  matched,
});
export type AskedZone = z.infer<typeof askedZoneSchema>;

const optionSchema = z.object({ value: z.string(), name: z.string(), count: z.number() });
export type FacetOption = z.infer<typeof optionSchema>;

/**
 * For each filter, how many mentors would pass it together with the *other* filters that are set, near the need or
 * not. An option that nobody passes is left out.
 */
export const facetsSchema = z.object({
  /** Counted on a sample and scaled: there are too many mentors to count all. */
  approximate: z.boolean(),
  languages: z.array(optionSchema),
  skills: z.array(optionSchema),
  clusters: z.array(optionSchema),
  levels: z.array(optionSchema),
  degrees: z.array(optionSchema),
  active: z.array(optionSchema),
  ratings: z.array(optionSchema),
  verified: z.number(),
  /** With a free place, and without one. */
  free: z.number(),
  full: z.number(),
  /** Paused, and back within twelve weeks. */
  soon: z.number(),
  /** Whether anybody has an hour in common with the reader. */
  hours: z.boolean(),
});
export type Facets = z.infer<typeof facetsSchema>;

export const understoodSchema = z.object({
  skills: z.array(z.object({ slug: z.string(), name: z.string(), matched })),
  languages: z.array(z.object({ code: z.string(), name: z.string(), matched })),
  level: z.nullable(z.object({ level: z.enum(askedLevels), matched })),
  zone: z.nullable(askedZoneSchema),
});
export type Understood = z.infer<typeof understoodSchema>;

export const searchResultSchema = z.object({
  understood: understoodSchema,
  cards: z.array(mentorCardSchema),
  /** `nearest`: nobody fits, and these come nearest. */
  fit: z.enum(["good", "nearest"]),
  /** At most `RANKED`; `more` says that others would follow. */
  total: z.number(),
  more: z.boolean(),
  page: z.number(),
  pages: z.number(),
  /** Names the frozen ranking that the other pages are cut from; null where one page holds it all. */
  token: z.nullable(z.uuid()),
  facets: facetsSchema,
  /** Meaning was out of reach: only words were compared. */
  degraded: z.optional(z.literal("text-only")),
});
export type SearchResult = z.infer<typeof searchResultSchema>;

export const suggestSearchInputSchema = z.object({
  text: z.string().check(z.trim(), z.maxLength(60), z.regex(/^\P{Cc}*$/u)),
});
export const personSuggestionSchema = z.object({
  userId: z.string(),
  name: z.string(),
  headline: z.string(),
});
export const searchSuggestionsSchema = z.object({
  skills: z.array(skillSuggestionSchema),
  people: z.array(personSuggestionSchema),
});
export type SearchSuggestions = z.infer<typeof searchSuggestionsSchema>;
