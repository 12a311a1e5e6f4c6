import { expect, test } from "vitest";
import { dayPlate, exactMoment, longDay, moment, shortDay, shortMoment, timeThere } from "./calendar.ts";

const now = "2026-11-24T15:12:30Z";
const istanbul = "Europe/Istanbul";

test("a day is that of the reader's place", () => {
  expect(longDay("2026-11-24T21:05:00Z", istanbul, now)).toBe("Wednesday 25 November");
});

test("an unknown time zone reads as UTC and does not throw", () => {
  expect(moment(now, "Mars/Olympus", now)).toBe("15:12");
});

test("a plate says today and yesterday, and the year only where it is another one", () => {
  expect(dayPlate(now, istanbul, now)).toBe("Today, Tuesday 24 November");
  expect(dayPlate("2026-11-23T10:00:00Z", istanbul, now)).toBe("Yesterday, Monday 23 November");
  expect(dayPlate("2025-12-31T10:00:00Z", istanbul, now)).toBe("Wednesday 31 December 2025");
});

test("a list says the time today, the weekday within a week, then the date", () => {
  expect(shortMoment("2026-11-24T15:04:00Z", istanbul, now)).toBe("18:04");
  expect(shortMoment("2026-11-23T15:04:00Z", istanbul, now)).toBe("Mon");
  expect(shortMoment("2026-11-12T15:04:00Z", istanbul, now)).toBe("12 Nov");
  expect(moment("2026-11-22T14:20:00Z", istanbul, now)).toBe("Sunday, 17:20");
  expect(moment("2026-11-12T14:20:00Z", istanbul, now)).toBe("12 Nov, 17:20");
  expect(shortDay("2025-09-12T14:20:00Z", istanbul, now)).toBe("12 Sep 2025");
  expect(exactMoment(now, istanbul, now)).toBe("24 Nov, 18:12:30");
});

test("the time at the other's place comes with the distance from the reader's", () => {
  expect(timeThere("Europe/Lisbon", istanbul, now)).toBe("15:12 in Lisbon, 3 hours behind you");
  expect(timeThere("Asia/Kolkata", istanbul, now)).toBe("20:42 in Kolkata, 2.5 hours ahead of you");
  expect(timeThere("Asia/Riyadh", istanbul, now)).toBe("18:12 in Riyadh, the same as yours");
  expect(timeThere("UTC", istanbul, now)).toBe("15:12 there now, 3 hours behind you");
});
