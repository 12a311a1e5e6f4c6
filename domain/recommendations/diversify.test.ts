import { expect, it } from "vitest";
import { newId } from "../ids.ts";
import { diversify, likenessOf } from "./diversify.ts";
import type { Candidate } from "./schema.ts";

const candidate = (score: number, offers: string[], clusters: string[] = []): Candidate => ({
  mentorId: newId(),
  score,
  path: [],
  offers,
  clusters,
  isNew: false,
});

it("puts the best first and then not their twin, though the twin scores next", () => {
  const best = candidate(1, ["sql", "python"], ["data"]);
  const twin = candidate(0.99, ["sql", "python"], ["data"]);
  const other = candidate(0.8, ["welding"], ["crafts"]);
  expect(diversify([best, twin, other])).toEqual([best, other, twin]);
});

it("leaves the order alone where nobody is like another", () => {
  const people = [0.9, 0.5, 0.1].map((score, i) => candidate(score, [`skill-${i}`]));
  expect(diversify(people)).toEqual(people);
});

it("puts nobody far less wanted before somebody alike", () => {
  const best = candidate(1, ["sql"], ["data"]);
  const twin = candidate(0.95, ["sql"], ["data"]);
  const stranger = candidate(0.1, ["welding"], ["crafts"]);
  expect(diversify([best, twin, stranger])).toEqual([best, twin, stranger]);
});

it("gives back nobody of nobody, and everybody where all score nothing", () => {
  expect(diversify([])).toEqual([]);
  const people = [candidate(0, []), candidate(0, [])];
  expect(diversify(people)).toEqual(people);
});

it("compares people by what they offer", () => {
  expect(likenessOf(candidate(1, ["a", "b"], ["x"]), candidate(1, ["a", "b"], ["x"]))).toBe(1);
  expect(likenessOf(candidate(1, ["a", "b"], ["x"]), candidate(1, ["b", "c"], ["x"]))).toBeCloseTo(
    0.7 / 3 + 0.3,
  );
  expect(likenessOf(candidate(1, []), candidate(1, []))).toBe(0);
});
