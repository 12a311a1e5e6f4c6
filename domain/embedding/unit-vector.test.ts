import { expect, it } from "vitest";
import { unitVector } from "./unit-vector.ts";

it("pads a short vector, cuts a long one, and makes either a unit", () => {
  const short = unitVector([3, 4])!;
  expect(short).toHaveLength(384);
  expect(short.slice(0, 3)).toEqual([0.6, 0.8, 0]);
  const long = unitVector(Array.from({ length: 1024 }, (_, i) => (i < 384 ? 1 : 9)))!;
  expect(long).toHaveLength(384);
  expect(Math.hypot(...long)).toBeCloseTo(1, 9);
});

it("has none for what points nowhere", () => {
  for (const numbers of [[], [0, 0], [Number.NaN], [Number.POSITIVE_INFINITY]])
    expect(unitVector(numbers)).toBeNull();
});
