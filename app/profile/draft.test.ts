import { expect, test } from "vitest";
import { clockOf, minutesOf, skillsIn, timesIn, withSkills } from "./draft.ts";

const values = {
  headline: "Geologist",
  "offers.0.skill": "sql",
  "offers.0.name": "SQL",
  "offers.0.level": "expert",
  "offers.0.years": "7",
  "offers.3.skill": "rust",
  "offers.x.skill": "nothing",
  "offers.99.skill": "too far",
};

test("skills are read in order, gaps closed, rubbish left out", () => {
  expect(skillsIn(values, "offers")).toEqual([
    { skill: "sql", name: "SQL", level: "expert", years: "7" },
    { skill: "rust", name: "rust", level: "", years: "" },
  ]);
  expect(skillsIn(values, "seeks")).toEqual([]);
});

test("new skills take the place of the old fields and leave the rest", () => {
  const git = { skill: "git", name: "Git", level: "", years: "" };
  const changed = withSkills(values, "offers", [git]);
  expect(skillsIn(changed, "offers")).toEqual([git]);
  expect(changed.headline).toBe("Geologist");
});

test("a row without any time is no time", () => {
  const times = {
    "availability.0.weekday": "3",
    "availability.0.startMinute": "20:00",
    "availability.0.endMinute": "22:00",
    "availability.1.weekday": "1",
    "availability.1.startMinute": "",
    "availability.1.endMinute": "",
  };
  expect(timesIn(times)).toEqual([{ weekday: "3", start: "20:00", end: "22:00" }]);
});

test("a clock is minutes after midnight, and midnight ends a day", () => {
  expect(minutesOf("20:30")).toBe(1230);
  expect(minutesOf("00:00", true)).toBe(1440);
  expect(minutesOf("noon")).toBeNaN();
  expect([clockOf(1230), clockOf(1440)]).toEqual(["20:30", "00:00"]);
});
