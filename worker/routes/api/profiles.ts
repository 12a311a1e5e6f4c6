import { Hono } from "hono";
import { z } from "zod";
import { loadOwnProfile } from "#domain/profiles/load-own-profile.ts";
import { saveProfile } from "#domain/profiles/save-profile.ts";
import { profileInputSchema } from "#domain/profiles/schema.ts";
import { proposeSkill } from "#domain/skills/propose-skill.ts";
import { proposeInputSchema, skillSuggestionSchema, suggestInputSchema } from "#domain/skills/schema.ts";
import { suggestSkills } from "#domain/skills/suggest-skills.ts";
import type { AppEnv } from "../../app-env.ts";
import { input, operation } from "./operation.ts";
import { ownProfileSchema } from "./views.ts";

export const profiles = new Hono<AppEnv>()
  .get(
    "/profile",
    operation({
      summary: "Your profile",
      tag: "Profile",
      answer: { status: 200, schema: ownProfileSchema },
      errors: [],
    }),
    async (c) => c.json(await loadOwnProfile(c.var.ctx)),
  )
  .put(
    "/profile",
    operation({
      summary: "Save your profile",
      description: "`version` is the one that you read; somebody else's save in between is a `conflict`.",
      tag: "Profile",
      answer: { status: 200, schema: z.object({ version: z.number().int() }) },
      errors: ["invalid_input", "conflict"],
    }),
    input("json", profileInputSchema),
    async (c) => c.json(await saveProfile(c.var.ctx, c.req.valid("json"))),
  )
  .get(
    "/skills",
    operation({
      summary: "Skills for what is being typed",
      tag: "Skills",
      answer: { status: 200, schema: z.object({ skills: z.array(skillSuggestionSchema) }) },
      errors: ["invalid_input"],
      open: true,
    }),
    input("query", suggestInputSchema),
    async (c) => c.json({ skills: await suggestSkills(c.var.ctx, c.req.valid("query")) }),
  )
  .post(
    "/skills",
    operation({
      summary: "Propose a skill that the taxonomy lacks",
      tag: "Skills",
      answer: { status: 201, schema: z.object({ slug: z.string(), name: z.string() }) },
      errors: ["invalid_input", "conflict"],
    }),
    input("json", proposeInputSchema),
    async (c) => c.json(await proposeSkill(c.var.ctx, c.req.valid("json")), 201),
  );
