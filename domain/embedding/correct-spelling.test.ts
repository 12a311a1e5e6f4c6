import { expect, it } from "vitest";
import { correctSpelling, type Lexicon } from "./correct-spelling.ts";

const words = ["speak", "speaking", "public", "interview", "roast", "room", "cloak", "accessibility", "bake"];
const lexicon: Lexicon = {
  words: Map.groupBy(words, (word) => word[0]!),
  known: (word) => words.includes(word),
};

it.each([
  ["a letter other", "public speeking", "public speaking"],
  ["a letter less", "intervew", "interview"],
  ["a letter more", "interrview", "interview"],
  ["two that changed places", "intreview", "interview"],
  ["two slips in a long word", "acessibilty", "accessibility"],
  ["a word at the start of a sentence", "Hello. Speeking", "Hello. speaking"],
])("puts right %s", (_, typed, meant) => {
  expect(correctSpelling(typed, lexicon)).toBe(meant);
});

it.each([
  ["what is known", "public speaking"],
  ["a known word with an ending", "roaster, baked, baker, roasting"],
  ["two known words as one", "cloakroom"],
  ["names", "ask Speeking"],
  ["short words", "rom spek"],
  ["words with digits, marks or apostrophes", "spea4king spéaking speak'ing"],
  ["what is too far from everything", "spxxkyng zzzzz"],
  ["another first letter", "beaking"],
])("leaves alone %s", (_, text) => {
  expect(correctSpelling(text, lexicon)).toBe(text);
});

it("prefers fewer slips, then the more frequent word", () => {
  const of = (...list: string[]) => ({ words: new Map([["s", list]]), known: () => false });
  expect(correctSpelling("staggess", of("stagger", "staggers"))).toBe("staggers");
  expect(correctSpelling("stickk", of("sticky", "sticks"))).toBe("sticky");
});
