import { expect, it } from "vitest";
import { nextDigestAt } from "./next-digest.ts";
import { quietUntil } from "./quiet-until.ts";

const night = { from: 22 * 60, until: 7 * 60 + 30 };
const noon = { from: 12 * 60, until: 13 * 60 };
const iso = (at: Date | null) => at?.toISOString() ?? null;

it.each([
  ["late in the evening", night, "Europe/Istanbul", "2026-11-24T19:00:00Z", "2026-11-25T04:30:00.000Z"],
  ["in the small hours", night, "Europe/Istanbul", "2026-11-25T00:10:00Z", "2026-11-25T04:30:00.000Z"],
  ["a minute before", night, "Europe/Istanbul", "2026-11-24T18:59:59Z", null],
  ["at the end", night, "Europe/Istanbul", "2026-11-25T04:30:00Z", null],
  ["across the date line", night, "Pacific/Auckland", "2026-11-24T10:00:00Z", "2026-11-24T18:30:00.000Z"],
  ["at noon", noon, "UTC", "2026-11-24T12:30:00Z", "2026-11-24T13:00:00.000Z"],
  [
    "in a night that loses an hour",
    night,
    "Europe/Berlin",
    "2026-03-28T22:00:00Z",
    "2026-03-29T05:30:00.000Z",
  ],
  [
    "in a night that wins an hour",
    night,
    "Europe/Berlin",
    "2026-10-24T21:00:00Z",
    "2026-10-25T06:30:00.000Z",
  ],
  ["in a zone that nobody knows", noon, "Mars/Olympus", "2026-11-24T12:30:00Z", "2026-11-24T13:00:00.000Z"],
  ["without quiet hours", null, "UTC", "2026-11-24T12:30:00Z", null],
  ["with hours of no length", { from: 60, until: 60 }, "UTC", "2026-11-24T01:00:00Z", null],
])("knows until when it is quiet: %s", (_, quiet, zone, now, until) => {
  expect(iso(quietUntil(quiet, zone, new Date(now)))).toBe(until);
});

it.each([
  ["daily, before eight", "daily", "Asia/Tokyo", "2026-11-24T22:00:00Z", "2026-11-24T23:00:00.000Z"],
  ["daily, at eight", "daily", "Asia/Tokyo", "2026-11-24T23:00:00Z", "2026-11-25T23:00:00.000Z"],
  ["weekly, on a Tuesday", "weekly", "UTC", "2026-11-24T12:00:00Z", "2026-11-30T08:00:00.000Z"],
  ["weekly, early on a Monday", "weekly", "UTC", "2026-11-30T07:00:00Z", "2026-11-30T08:00:00.000Z"],
  ["weekly, on a Monday at eight", "weekly", "UTC", "2026-11-30T08:00:00Z", "2026-12-07T08:00:00.000Z"],
  [
    "over the change of the clocks",
    "daily",
    "Europe/Berlin",
    "2026-03-28T12:00:00Z",
    "2026-03-29T06:00:00.000Z",
  ],
  ["never", "off", "UTC", "2026-11-24T12:00:00Z", null],
] as const)("knows when the next digest is due: %s", (_, period, zone, after, due) => {
  expect(iso(nextDigestAt(period, zone, new Date(after)))).toBe(due);
});
