import { expect, it } from "vitest";
import { gini, meanOfPairs } from "./exposure.ts";

it("is 0 when all have the same, and grows to all but one of them when one has all", () => {
  expect(gini([3, 3, 3])).toBe(0);
  expect(gini([0, 0, 0, 8])).toBe(0.75);
  expect(gini([4, 1, 3, 2])).toBeCloseTo(0.25);
  expect(gini([0, 0])).toBe(0);
  expect(gini([])).toBe(0);
});

it("takes the mean over pairs", () => {
  expect(meanOfPairs([1, 2, 4], (a, b) => b - a)).toBe(2);
  expect(meanOfPairs([1], () => 9)).toBe(0);
});
