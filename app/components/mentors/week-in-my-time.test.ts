import { expect, test } from "vitest";
import { weekInMyTime } from "./week-in-my-time.ts";

const tuesday = "2026-11-24T15:12:00Z";
const zones = { mentorZone: "America/Toronto", readerZone: "Europe/Istanbul", now: tuesday, bothFree: [] };

test("a mentor's Wednesday noon is the reader's Wednesday evening", () => {
  const rules = [{ weekday: 3, startMinute: 720, endMinute: 810 }];
  expect(weekInMyTime({ ...zones, rules })).toEqual([{ day: 1, start: 1200, end: 1290, bothFree: false }]);
});

test("an evening over there is a night here, cut at midnight", () => {
  const rules = [{ weekday: 4, startMinute: 900, endMinute: 1140 }];
  expect(weekInMyTime({ ...zones, rules })).toEqual([
    { day: 2, start: 1380, end: 1440, bothFree: false },
    { day: 3, start: 0, end: 180, bothFree: false },
  ]);
});

test("what both have is said once", () => {
  const rules = [{ weekday: 3, startMinute: 720, endMinute: 810 }];
  const bothFree = [{ from: "2026-11-25T17:00:00Z", to: "2026-11-25T18:30:00Z" }];
  expect(weekInMyTime({ ...zones, rules, bothFree })).toEqual([
    { day: 1, start: 1200, end: 1290, bothFree: true },
  ]);
});

test("the seventh day is next Monday and there is no eighth", () => {
  const rules = [1, 2].map((weekday) => ({ weekday, startMinute: 600, endMinute: 660 }));
  const days = weekInMyTime({ ...zones, rules }).map(({ day }) => day);
  expect(days).toEqual([0, 6]);
});
