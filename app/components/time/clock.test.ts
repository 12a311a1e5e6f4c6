import { expect, test } from "vitest";
import { namesPlace, offsetMinutes, placeOf, timeIn, timeLeft } from "./clock.ts";

const now = "2026-11-24T15:12:30Z";

test("the clock is that of the zone, with its own summer time", () => {
  expect(timeIn(now, "Europe/Istanbul")).toBe("18:12");
  expect(timeIn("2026-07-01T12:00:00Z", "Europe/Lisbon")).toBe("13:00");
  expect(offsetMinutes("Asia/Kolkata", now)).toBe(330);
  expect(offsetMinutes("America/Toronto", now)).toBe(-300);
});

test("a zone that nobody knows reads as UTC", () => {
  expect(timeIn(now, "Mars/Olympus")).toBe("15:12");
});

test("time left is said in the largest unit that is full", () => {
  expect(timeLeft("2026-11-28T16:00:00Z", now)).toBe("4 days");
  expect(timeLeft("2026-11-24T16:20:00Z", now)).toBe("1 hour");
  expect(timeLeft("2026-11-24T15:13:00Z", now)).toBe("1 minute");
  expect(timeLeft(now, now)).toBe("no time");
});

test("a zone is named after a place, or not", () => {
  expect(placeOf("America/Port_of_Spain")).toBe("Port of Spain");
  expect([namesPlace("Asia/Riyadh"), namesPlace("UTC"), namesPlace("Etc/GMT+3")]).toEqual([
    true,
    false,
    false,
  ]);
});

test("the second half of a minute is the same minute", () => {
  expect(timeIn("2026-11-24T15:12:59.999Z", "Europe/Istanbul")).toBe("18:12");
  expect(offsetMinutes("Asia/Kolkata", "2026-11-24T15:12:45Z")).toBe(330);
});
