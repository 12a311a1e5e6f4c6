import { expect, test } from "vitest";
import { startOfDay } from "./start-of-day.ts";

test.each([
  ["2026-11-24", "UTC", "2026-11-24T00:00:00.000Z"],
  ["2026-11-24", "Europe/Istanbul", "2026-11-23T21:00:00.000Z"],
  ["2026-11-24", "America/Los_Angeles", "2026-11-24T08:00:00.000Z"],
  // clocks go forward at two in the night, after the day has begun
  ["2026-03-29", "Europe/Berlin", "2026-03-28T23:00:00.000Z"],
  ["2026-03-30", "Europe/Berlin", "2026-03-29T22:00:00.000Z"],
  ["2026-11-24", "Nowhere/Else", "2026-11-24T00:00:00.000Z"],
])("%s begins in %s at %s", (day, zone, at) => {
  expect(startOfDay(day, zone)).toBe(at);
});

test("what is no day has no beginning", () => {
  for (const day of ["", "today", "2026-13-40", "2026-1-1"]) expect(startOfDay(day, "UTC")).toBeNull();
});
