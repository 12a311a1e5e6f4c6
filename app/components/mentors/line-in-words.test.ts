import { expect, it } from "vitest";
import { lineInWords } from "./line-in-words.ts";

it.each([
  [{ waiting: 0, yours: null }, "Nobody waits in line yet"],
  [{ waiting: 1, yours: null }, "One person waits in line"],
  [{ waiting: 4, yours: null }, "4 people wait in line"],
  [{ waiting: 1, yours: 1 }, "You are next in line"],
  [{ waiting: 3, yours: 1 }, "You are next of 3 in line"],
  [{ waiting: 3, yours: 2 }, "You are number 2 of 3 in line"],
])("says %j as “%s”", (line, words) => {
  expect(lineInWords(line)).toBe(words);
});
