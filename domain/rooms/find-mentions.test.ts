import { expect, it } from "vitest";
import { findMentions } from "./find-mentions.ts";

const members = [
  { userId: "ann", name: "Ann Lee" },
  { userId: "ann-marie", name: "Ann-Marie Roux" },
  { userId: "omar", name: "عمر الفاروق" },
  { userId: "bo", name: "Bo Strand" },
  { userId: "bo2", name: "Bo Berg" },
];
const named = (body: string) => findMentions(body, members).map(({ userId }) => userId);

it.each([
  ["the whole name, in any case", "thanks @ANN LEE!", ["ann"]],
  ["the first name where one alone has it", "@ann-marie, and @ann.", ["ann-marie", "ann"]],
  ["no first name that two have", "@bo and @Bo Berg", ["bo2"]],
  ["a name in another script", "شكرا @عمر", ["omar"]],
  ["nobody by a part of a word", "@annabel, mail@ann.example, @", []],
  ["nobody without an @", "Ann Lee", []],
])("finds %s", (_, body, expected) => {
  expect(named(body)).toEqual(expected);
});

it("says where the name stands", () => {
  const body = "Ask @Ann Lee today";
  const [found] = findMentions(body, members);
  expect(body.slice(found?.from, found?.to)).toBe("@Ann Lee");
});

it("stops at fifty, and is quick with thousands of members and marks", () => {
  const many = Array.from({ length: 3_000 }, (_, i) => ({ userId: `${i}`, name: `Person ${i}` }));
  const before = Date.now();
  expect(findMentions("@person 1 ".repeat(800), many)).toHaveLength(50);
  expect(findMentions("@".repeat(8_000), many)).toEqual([]);
  expect(Date.now() - before).toBeLessThan(2_000);
});
