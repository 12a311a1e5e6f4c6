import { z } from "zod/mini";

export const MENTORS_PER_PAGE = 10;

/** What moved a mentor up. Each kind can be proved from rows; nothing else may be claimed. */
export const reasonKinds = [
  "skill",
  "words",
  "hours",
  "language",
  "level",
  "zone",
  "connection",
  "mutuals",
  "cluster",
  "places",
] as const;

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

export const searchFiltersSchema = z.object({
  /** ISO 639-1; a mentor speaks at least one of them. */
  languages: z._default(z.array(languageSchema).check(z.maxLength(10)), []),
  /** Hours a week in which the mentor's hours and the reader's overlap, at least; 0 asks for none. */
  minOverlapHours: z._default(z.number().check(z.int(), z.gte(0), z.lte(40)), 0),
  /** Mentors with a free place only; off: "Full ones too". */
  hasPlace: z._default(z.boolean(), true),
  /** Slugs; a mentor offers at least one of them. */
  skills: z._default(z.array(slugSchema).check(z.maxLength(20)), []),
  /** What was understood from the words and the person took away again: slugs, `lang-xx`, `level-…`, `zone-…`. */
  ignored: z._default(z.array(slugSchema).check(z.maxLength(20)), []),
});
export type SearchFilters = z.infer<typeof searchFiltersSchema>;

export const searchInputSchema = z.object({
  query: z._default(z.string().check(z.maxLength(1000)), ""),
  filters: z._default(searchFiltersSchema, {
    languages: [],
    minOverlapHours: 0,
    hasPlace: true,
    skills: [],
    ignored: [],
  }),
  page: z._default(z.number().check(z.int(), z.gte(1), z.lte(1000)), 1),
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
  total: z.number(),
  page: z.number(),
  pages: z.number(),
  /** Meaning was out of reach: only words were compared. */
  degraded: z.optional(z.literal("text-only")),
});
export type SearchResult = z.infer<typeof searchResultSchema>;
