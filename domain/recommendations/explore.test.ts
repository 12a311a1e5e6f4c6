import fc from "fast-check";
import { expect, it } from "vitest";
import { newId } from "../ids.ts";
import { explore } from "./explore.ts";
import type { Candidate } from "./schema.ts";

const people = (count: number, isNew: (i: number) => boolean = () => false): Candidate[] =>
  Array.from({ length: count }, (_, i) => ({
    // the lot is cast by id: the same ids, the same draws
    mentorId: `mentor ${i}`,
    score: 1 - i / (count + 1),
    path: [],
    offers: [],
    clusters: [],
    isNew: isNew(i),
  }));
const page = 10;
const days = Array.from({ length: 3_000 }, (_, i) => `day ${i}`);

it("gives the fifth and the tenth place away and leaves the others in order", () => {
  const ranked = people(40);
  const shown = explore(ranked, { personId: newId(), day: "2026-05-01", page }).slice(0, page);
  const kept = shown.filter((_, i) => i % 5 !== 4);
  expect(kept).toEqual(ranked.slice(0, 8));
  for (const i of [4, 9]) expect(ranked.indexOf(shown[i]!)).toBeGreaterThanOrEqual(8);
});

it("shows the same all day, another one to others and tomorrow", () => {
  const ranked = people(40);
  const of = (personId: string, day: string) => explore(ranked, { personId, day, page })[4]!.mentorId;
  expect(of("a", "2026-05-01")).toBe(of("a", "2026-05-01"));
  expect(new Set(days.slice(0, 300).map((day) => of("a", day))).size).toBeGreaterThan(20);
  expect(new Set(days.slice(0, 300).map((person) => of(person, "2026-05-01"))).size).toBeGreaterThan(20);
});

it("lets everybody be seen some day, and the new ones more often", () => {
  const ranked = people(28, (i) => i >= 8 && i % 2 === 0);
  const seen = new Map<string, number>();
  for (const day of days)
    for (const { mentorId } of explore(ranked, { personId: "a", day, page }).slice(0, page))
      seen.set(mentorId, (seen.get(mentorId) ?? 0) + 1);
  expect(seen.size).toBe(ranked.length);
  const timesOf = (wanted: boolean) =>
    ranked
      .slice(8)
      .filter(({ isNew }) => isNew === wanted)
      .reduce((sum, { mentorId }) => sum + seen.get(mentorId)!, 0);
  expect(timesOf(true)).toBeGreaterThan(1.5 * timesOf(false));
});

it("loses nobody and shows nobody twice, however many there are", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 45 }), fc.string(), (count, day) => {
      const ranked = people(count);
      const order = explore(ranked, { personId: "a", day, page });
      expect(order.toSorted((a, b) => b.score - a.score)).toEqual(ranked);
    }),
  );
});
