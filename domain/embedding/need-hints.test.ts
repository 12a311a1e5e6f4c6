import { expect, it } from "vitest";
import { testContext } from "#testing/context.ts";

/** Of the Worker's own model and taxonomy. */
async function meant(text: string) {
  const { embeddings } = testContext();
  const hints = await embeddings.hints!();
  const [vector] = await embeddings.embed([hints.correct(text)], "query");
  return hints.meantSkill(vector!);
}

it.each([
  ["My throat closes when I have to speak to a full room", "public-speaking"],
  ["kuberntes", "kubernetes"],
])("hears which skill is meant by %j", async (need, skill) => {
  expect(await meant(need)).toBe(skill);
});

it.each(["I need help", "the people at work"])("hears no one skill in %j", async (need) => {
  expect(await meant(need)).toBeNull();
});

it("keeps words that only the taxonomy knows", async () => {
  const hints = await testContext().embeddings.hints!();
  expect(hints.correct("figjam and pinia")).toBe("figjam and pinia");
  expect(hints.correct("a presentaton")).toBe("a presentation");
});
