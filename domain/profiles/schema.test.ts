import { describe, expect, it } from "vitest";
import { onboardingStepSchema, profileInputSchema, profileLimits } from "./schema.ts";

const valid = {
  version: 1,
  isMentor: true,
  isMentee: false,
  headline: "  Marine geologist  ",
  bio: "Mud. <b>not bold</b> 🐚 مرحبا",
  goals: "",
  seniority: "mid",
  languages: ["tr", "en"],
  timeZone: "Europe/Istanbul",
  country: "TR",
  offers: [{ skill: "public-speaking", level: "expert", years: 3 }],
  seeks: ["react"],
  capacity: 2,
  availability: [{ weekday: 3, startMinute: 1_200, endMinute: 1_320 }],
  visibility: "everyone",
};
/** Paths of what is wrong. */
const wrong = (change: object): string[] => {
  const parsed = profileInputSchema.safeParse({ ...valid, ...change });
  return parsed.success ? [] : [...new Set(parsed.error.issues.map((issue) => issue.path.join(".")))];
};

describe("profileInputSchema", () => {
  it("takes a whole profile, trims the headline and leaves words as they were written", () => {
    const parsed = profileInputSchema.parse(valid);
    expect(parsed.headline).toBe("Marine geologist");
    expect(parsed.bio).toBe(valid.bio);
  });

  it.each([
    ["an empty headline", { headline: "  " }, ["headline"]],
    ["a headline that is too long", { headline: "a".repeat(profileLimits.headline + 1) }, ["headline"]],
    ["a bio that is too long", { bio: "a".repeat(profileLimits.bio + 1) }, ["bio"]],
    ["goals that are too long", { goals: "a".repeat(profileLimits.goals + 1) }, ["goals"]],
    ["a NUL, which Postgres can't keep", { bio: "a\0b" }, ["bio"]],
    ["half an emoji", { bio: "a\ud83d" }, ["bio"]],
    ["a text that is none", { bio: 7 }, ["bio"]],
    ["neither mentor nor mentee", { isMentor: false, isMentee: false }, ["isMentee"]],
    ["a mentor who offers nothing", { offers: [] }, ["offers"]],
    ["a time zone that is none", { timeZone: "Europe/Atlantis" }, ["timeZone"]],
    ["an offset, which knows no summer time", { timeZone: "+03:00" }, ["timeZone"]],
    ["a language that is none", { languages: ["xx"] }, ["languages.0"]],
    ["a language that is a word", { languages: ["turkish"] }, ["languages.0"]],
    ["a language twice", { languages: ["en", "en"] }, ["languages"]],
    ["no language", { languages: [] }, ["languages"]],
    ["a country that is none", { country: "XX" }, ["country"]],
    ["a country in small letters", { country: "tr" }, ["country"]],
    ["too many places", { capacity: 51 }, ["capacity"]],
    ["less than no places", { capacity: -1 }, ["capacity"]],
    ["half a place", { capacity: 1.5 }, ["capacity"]],
    ["a skill twice", { seeks: ["react", "react"] }, ["seeks"]],
    ["a skill that is no slug", { seeks: ["React!"] }, ["seeks.0"]],
    [
      "an offered skill twice",
      { offers: [...valid.offers, { skill: "public-speaking", level: "working", years: 1 }] },
      ["offers"],
    ],
    ["an unknown level", { offers: [{ skill: "react", level: "guru", years: 1 }] }, ["offers.0.level"]],
    ["years before birth", { offers: [{ skill: "react", level: "expert", years: -1 }] }, ["offers.0.years"]],
    ["too many skills", { seeks: Array.from({ length: 21 }, (_, i) => `skill-${i}`) }, ["seeks"]],
    ["an unknown visibility", { visibility: "friends" }, ["visibility"]],
    ["an unknown seniority", { seniority: "wizard" }, ["seniority"]],
    [
      "an eighth day",
      { availability: [{ weekday: 8, startMinute: 0, endMinute: 60 }] },
      ["availability.0.weekday"],
    ],
    [
      "an end before the start",
      { availability: [{ weekday: 1, startMinute: 600, endMinute: 540 }] },
      ["availability.0"],
    ],
    [
      "times that overlap",
      {
        availability: [
          { weekday: 1, startMinute: 540, endMinute: 660 },
          { weekday: 1, startMinute: 600, endMinute: 720 },
        ],
      },
      ["availability"],
    ],
  ])("refuses %s at its field", (_, change, fields) => {
    expect(wrong(change)).toEqual(fields);
  });

  it("takes times that touch, and the same hours on two days", () => {
    const availability = [
      { weekday: 1, startMinute: 540, endMinute: 600 },
      { weekday: 1, startMinute: 600, endMinute: 720 },
      { weekday: 2, startMinute: 540, endMinute: 600 },
    ];
    expect(wrong({ availability })).toEqual([]);
  });

  it("takes UTC, no country and no seniority", () => {
    expect(wrong({ timeZone: "UTC", country: null, seniority: null })).toEqual([]);
  });
});

describe("onboardingStepSchema", () => {
  it("refuses a step that does not exist", () => {
    expect(onboardingStepSchema.safeParse({ step: "payment" }).success).toBe(false);
  });

  it("takes skills without places, for who only seeks", () => {
    expect(onboardingStepSchema.safeParse({ step: "skills", offers: [], seeks: ["react"] }).success).toBe(
      true,
    );
  });
});
