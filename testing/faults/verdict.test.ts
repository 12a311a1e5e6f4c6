import { expect, it } from "vitest";
import { judge } from "./verdict.ts";

const acknowledged = [
  ["a1", "a2", "a3"],
  ["b1", "b2"],
];

it("finds nothing wrong with writers whose messages stand once and in their order", () => {
  const stored = ["b1", "a1", "a2", "unacknowledged", "b2", "a3"];
  expect(judge({ acknowledged, stored })).toEqual({ lost: 0, doubled: 0, outOfOrder: 0 });
});

it.each([
  ["one that is gone", ["b1", "a1", "a2", "b2"], { lost: 1, doubled: 0, outOfOrder: 0 }],
  ["one that stands twice", ["b1", "a1", "a2", "b2", "a3", "a1"], { lost: 0, doubled: 1, outOfOrder: 0 }],
  ["one before its elder", ["b2", "b1", "a1", "a2", "a3"], { lost: 0, doubled: 0, outOfOrder: 1 }],
])("counts %s", (_, stored, verdict) => {
  expect(judge({ acknowledged, stored })).toEqual(verdict);
});
