import { expect, it } from "vitest";
import { readMeant } from "./read-meant.ts";

const nothing = { skills: [], level: null, languages: [], timeZone: null };

it("keeps what the product knows and drops the rest", () => {
  const meant = {
    skills: [" Public\u0000 Speaking ", "public speaking", "x", "\ud800", "SQL"],
    level: "expert" as const,
    languages: ["TR", "tr", "klingon", "<b>"],
    timeZone: "Europe/Berlin",
  };
  expect(readMeant(meant, null)).toEqual({
    names: ["public speaking", "sql"],
    languages: [{ code: "tr", name: "Turkish" }],
    level: { level: "expert" },
    zone: { id: "berlin", name: "Berlin time", timeZone: "Europe/Berlin" },
  });
});

it.each([
  ["mine", "Asia/Tokyo", "Asia/Tokyo"],
  ["mine", null, undefined],
  ["Lagos", null, "Africa/Lagos"],
  ["Nowhere/Land", null, undefined],
  ["'; drop table users --", null, undefined],
])("reads the clock %j for somebody in %j as %j", (timeZone, own, zone) => {
  expect(readMeant({ ...nothing, timeZone }, own).zone?.timeZone).toBe(zone);
});

it("looks for five skills at most, and for nothing without an answer", () => {
  expect(readMeant({ ...nothing, skills: ["aa", "bb", "cc", "dd", "ee", "ff"] }, null).names).toHaveLength(5);
  expect(readMeant(null, "UTC")).toEqual({ names: [], languages: [], level: null, zone: null });
});
