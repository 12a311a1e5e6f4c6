import { expect, it } from "vitest";
import { clockOf, minuteOf } from "./preference-words.ts";

it("reads what it writes, for each minute of a day", () => {
  for (let minute = 0; minute < 1440; minute += 1) expect(minuteOf(clockOf(minute))).toBe(minute);
});

it.each(["", "24:00", "7:30", "12:60", "noon"])("takes %j for no time", (clock) => {
  expect(minuteOf(clock)).toBeNull();
});
