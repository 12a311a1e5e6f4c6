import { expect, it } from "vitest";
import { testContext } from "#testing/context.ts";
import { makeMentor, makeProfileSkill, makeSkill, type PersonOverrides } from "#testing/factories.ts";
import { newId } from "../ids.ts";
import { minutesAhead } from "./asked-fits.ts";
import { levelReason } from "./asked-reasons.ts";
import type { CardRow } from "./mentor-cards.ts";
import { searchMentors } from "./search-mentors.ts";

/** Two mentors of one skill of their own who differ in what is given, found by a need that holds it. */
async function whoComesFirst(
  need: (word: string) => string,
  [fits, other]: [
    PersonOverrides & { level?: "working" | "advanced" | "expert" },
    PersonOverrides & { level?: "working" | "advanced" | "expert" },
  ],
) {
  const { db } = testContext();
  const word = `craft${newId().slice(-12)}`;
  const { slug } = await makeSkill(db, { slug: word, name: word });
  const people = [];
  // the one who fits is made last, and would come last among equals
  for (const { level = "working", ...person } of [other, fits]) {
    const mentor = await makeMentor(db, person);
    await makeProfileSkill(db, { profileId: mentor.id, skillSlug: slug, kind: "offers", level });
    people.push(mentor.id);
  }
  const { cards } = await searchMentors(testContext(), { query: need(word), filters: { skills: [slug] } });
  expect(cards[0]?.userId).toBe(people[1]);
  expect(cards[1]?.reasons.map(({ kind }) => kind)).not.toContain("level");
  return cards[0]!.reasons;
}

it.each<[string, Parameters<typeof whoComesFirst>[1], object]>([
  ["an expert", [{ level: "expert" }, { level: "advanced" }], { kind: "level", claim: "an expert" }],
  ["somebody experienced", [{ level: "advanced" }, {}], { kind: "level", claim: "advanced" }],
  [
    "a senior mentor",
    [{ seniority: "lead" }, { seniority: "junior" }],
    { kind: "level", claim: "in a lead role", evidence: "lead" },
  ],
  [
    "I am new to",
    [{ bio: "I am patient. I like beginners best." }, { bio: "I am patient. I like Mondays best." }],
    { kind: "level", claim: "used to beginners", evidence: "“I like beginners best”" },
  ],
  [
    "evenings in Berlin:",
    [{ timeZone: "Africa/Lagos" }, { timeZone: "Asia/Tokyo" }],
    { kind: "zone", evidence: expect.stringMatching(/^Africa\/Lagos, .*Europe\/Berlin$/) },
  ],
])("puts who fits %j first, and says so", async (words, people, reason) => {
  const reasons = await whoComesFirst((word) => `${words} ${word}`, people);
  expect(reasons).toContainEqual(expect.objectContaining(reason));
});

it("says no level of a skill that was not asked for", async () => {
  const { db } = testContext();
  const word = `craft${newId().slice(-12)}`;
  await makeSkill(db, { slug: word, name: word });
  const mentor = await makeMentor(db, { offers: [word] });
  await makeProfileSkill(db, { profileId: mentor.id, skillSlug: "sql", kind: "offers", level: "expert" });
  const filters = { skills: [word] };
  const { cards } = await searchMentors(testContext(), { query: `an expert in ${word}`, filters });
  const card = cards.find(({ userId }) => userId === mentor.id)!;
  expect(card.reasons.map(({ kind }) => kind)).not.toContain("level");
});

it("knows by how much two clocks differ, in summer and in winter", () => {
  const [summer, winter] = [new Date("2026-07-01T12:00:00Z"), new Date("2026-01-01T12:00:00Z")];
  expect(minutesAhead("Europe/Istanbul", "Europe/Berlin", summer)).toBe(60);
  expect(minutesAhead("Europe/Istanbul", "Europe/Berlin", winter)).toBe(120);
  expect(minutesAhead("Asia/Kolkata", "UTC", winter)).toBe(330);
  expect(minutesAhead("America/New_York", "Asia/Tokyo", winter)).toBe(-840);
});

it("calls nobody an expert in what was not asked for, unless any skill will do", () => {
  const sql = {
    slug: "sql",
    name: "SQL",
    level: "expert",
    years: 9,
    asked: false,
    sought: false,
    nearSought: null,
  };
  const row = { offers: [sql], bio: "", goals: "", seniority: null } as unknown as CardRow;
  expect(levelReason(row, "expert", false)).toBeNull();
  expect(levelReason(row, "expert")).toMatchObject({ evidence: "expert in SQL" });
});
