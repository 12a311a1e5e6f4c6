import { Hono } from "hono";
import { z } from "zod";
import { listMarks } from "#domain/marks/list-marks.ts";
import { markMentor } from "#domain/marks/mark-mentor.ts";
import { markInputSchema, markListSchema, markSchema } from "#domain/marks/schema.ts";
import { unmarkMentor } from "#domain/marks/unmark-mentor.ts";
import { listSavedSearches } from "#domain/saved-searches/list-saved-searches.ts";
import { saveSearch } from "#domain/saved-searches/save-search.ts";
import { savedSearchSchema, saveSearchInputSchema } from "#domain/saved-searches/schema.ts";
import { unsaveSearch } from "#domain/saved-searches/unsave-search.ts";
import type { AppEnv } from "../../app-env.ts";
import { idParam, input, operation } from "./operation.ts";

const tag = "Saved";
const markBody = z.object({ kind: markInputSchema.shape.kind, reason: markInputSchema.shape.reason });

export const saved = new Hono<AppEnv>()
  .get(
    "/marks",
    operation({
      summary: "Mentors you saved, and those who are not for you",
      tag,
      answer: { status: 200, schema: markListSchema },
      errors: [],
    }),
    async (c) => c.json(await listMarks(c.var.ctx)),
  )
  .put(
    "/marks/:id",
    operation({
      summary: "Save a mentor, or say that they are not for you",
      description: "Only you see it. Who is not for you leaves your recommendations and suggestions.",
      tag,
      answer: { status: 200, schema: markSchema },
      errors: ["invalid_input", "not_found"],
    }),
    input("param", idParam),
    input("json", markBody),
    async (c) =>
      c.json(await markMentor(c.var.ctx, { mentorId: c.req.valid("param").id, ...c.req.valid("json") })),
  )
  .delete(
    "/marks/:id",
    operation({
      summary: "Take your mark off a mentor",
      tag,
      answer: { status: 204 },
      errors: ["invalid_input"],
    }),
    input("param", idParam),
    async (c) => {
      await unmarkMentor(c.var.ctx, { mentorId: c.req.valid("param").id });
      return c.body(null, 204);
    },
  )
  .get(
    "/saved-searches",
    operation({
      summary: "Searches you keep, and whom they found lately",
      tag,
      answer: { status: 200, schema: z.object({ searches: z.array(savedSearchSchema) }) },
      errors: [],
    }),
    async (c) => c.json({ searches: await listSavedSearches(c.var.ctx) }),
  )
  .post(
    "/saved-searches",
    operation({
      summary: "Keep a search, and hear of somebody new who fits",
      description: "`address` is the query string of GET /mentors. The same search is kept once.",
      tag,
      answer: { status: 200, schema: z.object({ id: z.uuid() }) },
      errors: ["invalid_input", "conflict"],
    }),
    input("json", saveSearchInputSchema),
    async (c) => c.json(await saveSearch(c.var.ctx, c.req.valid("json"))),
  )
  .delete(
    "/saved-searches/:id",
    operation({ summary: "Delete a saved search", tag, answer: { status: 204 }, errors: ["invalid_input"] }),
    input("param", idParam),
    async (c) => {
      await unsaveSearch(c.var.ctx, c.req.valid("param"));
      return c.body(null, 204);
    },
  );
