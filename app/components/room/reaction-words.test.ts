import { expect, test } from "vitest";
import { groupReactions, namesInWords, wordsOf } from "./reaction-words.ts";

test("three people are named, further ones counted", () => {
  expect(namesInWords([])).toBe("");
  expect(namesInWords(["You"])).toBe("You");
  expect(namesInWords(["You", "Ada"])).toBe("You and Ada");
  expect(namesInWords(["You", "Ada", "Lin", "Bo"])).toBe("You, Ada, Lin and 1 other");
  expect(namesInWords(["You", "Ada", "Lin", "Bo", "Eve"])).toBe("You, Ada, Lin and 2 others");
});

test("reactions stand together by emoji, in the order in which each came first", () => {
  const one = (emoji: string, userId: string) => ({ emoji, userId });
  expect(groupReactions([one("👍", "a"), one("🎉", "b"), one("👍", "c")])).toEqual([
    { emoji: "👍", userIds: ["a", "c"] },
    { emoji: "🎉", userIds: ["b"] },
  ]);
});

test("an emoji that no menu offers still has a name", () => {
  expect(wordsOf("👍")).toBe("Well said");
  expect(wordsOf("🦀")).toBe("Reaction");
});
