import { expect, it } from "vitest";
import { lacksOf } from "./check-verbs.ts";

const write = "const change = ctx.db.update(mentorships).set({ state });";

it("asks nothing of a verb that only reads", () => {
  expect(lacksOf("export const load = (ctx) => ctx.db.select().from(users);")).toEqual([]);
});

it("finds a verb that writes and neither authorises nor audits", () => {
  expect(lacksOf(write)).toEqual(["authorisation", "audit"]);
});

const tagged = (table: string) => ["$", "{", table, "}"].join("");

it.each([
  `insert into ${tagged("mentorships")}`,
  "delete from profile_skills ps",
  `update ${tagged("profiles")}`,
])("takes raw SQL for a write: %s", (sql) => {
  expect(lacksOf(`authorize(ctx); sql\`${sql}\``)).toEqual(["audit"]);
});

it("is content with a verb that authorises and commits with its audit event", () => {
  expect(lacksOf(`authorizeUser(ctx, "x"); ${write} commitChange(ctx, { change });`)).toEqual([]);
});

it("does not take a comment for the real thing", () => {
  expect(lacksOf(`${write}\n// authorize(ctx) and commitChange(ctx) come later`)).toEqual([
    "authorisation",
    "audit",
  ]);
});

it("lets jobs keep their books without an audit event", () => {
  expect(lacksOf("export function done(ctx: JobContext) { ctx.db.update(outbox) }")).toEqual([]);
});

it("accepts an exception only with its reason", () => {
  expect(lacksOf(`commitChange(ctx); ${write}\n// unauthorised: everybody may`)).toEqual([]);
  expect(lacksOf(`commitChange(ctx); ${write}\n// unauthorised:`)).toEqual(["authorisation"]);
});
