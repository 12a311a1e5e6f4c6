import { Hono } from "hono";
import { z } from "zod";
import { loadMentorProfile } from "#domain/profiles/load-mentor-profile.ts";
import { unverifyMentor } from "#domain/profiles/unverify-mentor.ts";
import { verifyMentor } from "#domain/profiles/verify-mentor.ts";
import { loadRecommendations } from "#domain/recommendations/load-recommendations.ts";
import { listReviews } from "#domain/reviews/list-reviews.ts";
import { reviewListSchema } from "#domain/reviews/schema.ts";
import { parseSearch } from "#domain/search/address.ts";
import {
  mentorCardSchema,
  searchResultSchema,
  searchSuggestionsSchema,
  skillLevels,
  sorts,
  suggestSearchInputSchema,
} from "#domain/search/schema.ts";
import { searchMentors } from "#domain/search/search-mentors.ts";
import { suggestSearch } from "#domain/search/suggest-search.ts";
import type { AppEnv } from "../../app-env.ts";
import { idParam, input, operation } from "./operation.ts";
import { profileViewSchema } from "./views.ts";

const tag = "Mentors";
const oneOrMore = z.union([z.string(), z.array(z.string())]).optional();
const wholeNumber = z
  .string()
  .regex(/^\d{1,4}$/, "A whole number.")
  .optional();

/** The same names as in the address of the page `/mentors`. */
const searchQuerySchema = z.object({
  q: z
    .string()
    .max(1_000, "At most 1,000 characters.")
    .optional()
    .describe("What you need, in your own words"),
  lang: oneOrMore.describe("ISO 639-1; a mentor speaks at least one of them"),
  hours: wholeNumber.describe("Hours a week that overlap with yours, at least"),
  full: z.literal("1").optional().describe("Full mentors too"),
  skill: oneOrMore.describe("Slug; a mentor offers at least one of them"),
  match: z.literal("all").optional().describe("Each of the skills, not just one"),
  cluster: oneOrMore.describe("Slug of a skill group; a mentor offers something of at least one"),
  level: z.enum(skillLevels).optional().describe("Offers a skill (of those asked for) at least this well"),
  degree: oneOrMore.describe("Steps to you: 1, 2, or 3 for further away"),
  active: z.enum(["7", "30", "90"]).optional().describe("Was here within so many days"),
  rating: z.enum(["4", "4.5"]).optional().describe("Rated so by their mentees, of 5 stars, at least"),
  verified: z.literal("1").optional().describe("Checked by the staff"),
  weeks: wholeNumber.describe("Whoever pauses and is back within so many weeks, too"),
  not: oneOrMore.describe("Slug, lang-xx, level-… or zone-… that was understood and should not be"),
  sort: z.enum(sorts).optional(),
  page: wholeNumber,
  at: z.uuid().optional().describe("`token` of an earlier page: the same ranking is gone on with"),
});

export const mentors = new Hono<AppEnv>()
  .get(
    "/mentors",
    operation({
      summary: "Search mentors by a need in plain words",
      tag,
      answer: { status: 200, schema: searchResultSchema },
      errors: ["invalid_input"],
      open: true,
    }),
    input("query", searchQuerySchema),
    async (c) => c.json(await searchMentors(c.var.ctx, parseSearch(new URL(c.req.url).searchParams))),
  )
  .get(
    "/suggestions",
    operation({
      summary: "Skills and people for what is being typed into the search",
      tag,
      answer: { status: 200, schema: searchSuggestionsSchema },
      errors: ["invalid_input"],
      open: true,
    }),
    input("query", suggestSearchInputSchema),
    async (c) => c.json(await suggestSearch(c.var.ctx, c.req.valid("query"))),
  )
  .get(
    "/mentors/:id",
    operation({
      summary: "A mentor's profile",
      tag,
      answer: { status: 200, schema: profileViewSchema },
      errors: ["invalid_input", "not_found"],
      open: true,
    }),
    input("param", idParam),
    async (c) => c.json(await loadMentorProfile(c.var.ctx, { userId: c.req.valid("param").id })),
  )
  .get(
    "/mentors/:id/reviews",
    operation({
      summary: "What mentees say of a mentor",
      description:
        "The newest first. `rating` counts every review; `unlisted` says how many of them are by people whom you may not see.",
      tag,
      answer: { status: 200, schema: reviewListSchema },
      errors: ["invalid_input", "not_found"],
      open: true,
    }),
    input("param", idParam),
    input("query", z.object({ page: wholeNumber })),
    async (c) => {
      const page = Number(c.req.valid("query").page ?? 1);
      return c.json(await listReviews(c.var.ctx, { userId: c.req.valid("param").id, page }));
    },
  )
  .put(
    "/mentors/:id/verification",
    operation({
      summary: "Say that the staff has checked who a mentor is",
      tag,
      answer: { status: 204 },
      errors: ["invalid_input", "not_found", "not_allowed"],
    }),
    input("param", idParam),
    async (c) => {
      await verifyMentor(c.var.ctx, { userId: c.req.valid("param").id });
      return c.body(null, 204);
    },
  )
  .delete(
    "/mentors/:id/verification",
    operation({
      summary: "Take back that a mentor has been checked",
      tag,
      answer: { status: 204 },
      errors: ["invalid_input", "not_found", "not_allowed"],
    }),
    input("param", idParam),
    async (c) => {
      await unverifyMentor(c.var.ctx, { userId: c.req.valid("param").id });
      return c.body(null, 204);
    },
  )
  .get(
    "/recommendations",
    operation({
      summary: "Mentors we would introduce you to",
      description: "`source` is `sql` when the graph could not be asked.",
      tag,
      answer: {
        status: 200,
        schema: z.object({ cards: z.array(mentorCardSchema), source: z.enum(["graph", "sql"]) }),
      },
      errors: [],
    }),
    async (c) => c.json(await loadRecommendations(c.var.ctx)),
  );
