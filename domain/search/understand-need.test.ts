import { expect, it } from "vitest";
import { testContext } from "#testing/context.ts";
import type { LanguageModel } from "../context.ts";
import { DomainError } from "../errors.ts";
import { newId } from "../ids.ts";
import { understandNeed } from "./understand-need.ts";

type Asked = Parameters<LanguageModel["structured"]>[0];

/** A context with a model of this test alone, and what the model was asked. */
function contextWith(answer: () => unknown) {
  const asked: Asked[] = [];
  const llm: LanguageModel = {
    model: newId(),
    async structured(options) {
      asked.push(options);
      return answer();
    },
  };
  return { asked, ctx: testContext({ llm }) };
}
const meant = { skills: ["Public Speaking"], level: null, languages: [], timeZone: null };

it("asks with the words of the need alone, in 1.5 s, for a schema that a strict endpoint takes", async () => {
  const { ctx, asked } = contextWith(() => meant);
  expect(await understandNeed(ctx, "I freeze before executives")).toEqual(meant);
  const [{ input, deadlineMs, jsonSchema }] = asked as [Asked];
  expect([input, deadlineMs]).toEqual(["I freeze before executives", 1_500]);
  expect(jsonSchema).toMatchObject({
    type: "object",
    additionalProperties: false,
    required: ["skills", "level", "languages", "timeZone"],
  });
  expect(JSON.stringify(jsonSchema)).not.toMatch(/maxLength|maxItems|\$schema/);
});

it("asks once for the same words, however they are cased", async () => {
  const { ctx, asked } = contextWith(() => meant);
  for (const text of ["Stage fright", "stage fright", "STAGE fright"]) {
    expect(await understandNeed(ctx, text)).toEqual(meant);
    await ctx.settled();
  }
  expect(asked).toHaveLength(1);
});

it.each<[string, unknown]>([
  ["prose", "Public Speaking"],
  ["a field too many", { ...meant, reasons: ["the best mentor of all"] }],
  ["a field too few", { skills: [] }],
  ["a level that does not exist", { ...meant, level: "godlike" }],
  ["skills without end", { ...meant, skills: Array(9).fill("SQL") }],
  ["a skill that is an essay", { ...meant, skills: ["x".repeat(81)] }],
])("understands nothing by %s, and keeps it nowhere", async (_, answer) => {
  const { ctx, asked } = contextWith(() => answer);
  expect(await understandNeed(ctx, "stage fright")).toBeNull();
  expect(await understandNeed(ctx, "stage fright")).toBeNull();
  expect(asked).toHaveLength(2);
  expect(JSON.stringify(ctx.logs)).not.toMatch(/stage fright|godlike|best mentor/);
  expect(ctx.logs[0]).toMatchObject({ level: "warn", fields: { reason: "not what was asked for" } });
});

it("understands nothing while the model is away, without one, or without words", async () => {
  const { ctx } = contextWith(() => {
    throw new DomainError("unavailable", { log: "no answer in 1500 ms" });
  });
  expect(await understandNeed(ctx, "stage fright")).toBeNull();
  expect(ctx.logs).toMatchObject([{ level: "warn", fields: { reason: "no answer in 1500 ms" } }]);
  expect(await understandNeed(testContext({ llm: null }), "stage fright")).toBeNull();
  const { ctx: unasked, asked } = contextWith(() => meant);
  expect(await understandNeed(unasked, "")).toBeNull();
  expect(asked).toEqual([]);
});
