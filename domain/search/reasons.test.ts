import { expect, it } from "vitest";
import { makeCard } from "./make-card.ts";
import type { CardRow } from "./mentor-cards.ts";
import { nearestWords } from "./nearest-words.ts";
import type { MentorCard } from "./schema.ts";

const offer = (
  name: string,
  overrides: Partial<CardRow["offers"][number]> = {},
): CardRow["offers"][number] => ({
  slug: name.toLowerCase(),
  name,
  level: "expert",
  years: 7,
  asked: false,
  meant: false,
  sought: false,
  nearSought: null,
  ...overrides,
});

const rowWith = (overrides: Partial<CardRow> = {}): CardRow => ({
  userId: "u",
  score: 1,
  name: "Simone Tremblay",
  headline: "Coach",
  bio: "",
  goals: "",
  country: null,
  timeZone: "UTC",
  seniority: null,
  languages: ["en"],
  capacity: 3,
  taken: 1,
  lastActiveAt: "2020-01-01T00:00:00Z",
  pausedUntil: null,
  freeFrom: null,
  verified: false,
  line: { waiting: 0, yours: null },
  rating: null,
  aboveAll: 0,
  held: [],
  named: false,
  offers: [],
  hours: [],
  connectedSince: null,
  mutuals: [],
  mutualCount: 0,
  path: [],
  ...overrides,
});

const reader = { languages: ["en"], ownHours: true };
const card = (row: Partial<CardRow>, more: object = {}) =>
  makeCard({
    row: rowWith(row),
    reader,
    readerTimeZone: "UTC",
    now: new Date("2026-11-26T12:00:00Z"),
    ...more,
  });
const why = ({ why }: MentorCard) => why.map(({ text }) => text).join("");
const person = (name: string) => ({ userId: name, name });

it.each<[string, Partial<CardRow>, object]>([
  ["Has 2 free places.", { languages: ["fr"] }, {}],
  ["Has 1 free place.", { capacity: 2, languages: [] }, {}],
  ["Has no free place right now.", { taken: 4, languages: [] }, {}],
  ["Offers SQL.", { offers: [offer("SQL")] }, {}],
  ["Offers SQL.", { offers: [offer("Git", { level: "working" }), offer("SQL", { years: null })] }, {}],
  [
    "Offers Git.",
    { offers: [offer("Git", { level: null, years: null }), offer("SQL")] },
    { nearestSkill: "git" },
  ],
  [
    "Offers SQL and Git.",
    { offers: [offer("Git", { sought: true, level: null }), offer("SQL", { asked: true, sought: true })] },
    {},
  ],
  [
    "Offers Git and People.",
    { offers: [offer("Git"), offer("People", { level: "working", nearSought: "Leading" })] },
    {},
  ],
  ["Speaks Turkish.", { languages: ["en", "tr"] }, { reader: { languages: ["en", "tr"], ownHours: true } }],
  ["Is known to Bruno.", { mutuals: [person("Bruno")], mutualCount: 1 }, {}],
  [
    "Is known to 5 people you know.",
    { mutuals: [person("A"), person("B"), person("C")], mutualCount: 5 },
    {},
  ],
  ["Is known to people around Ana.", { path: [person("Ana"), person("Ben")] }, {}],
  [
    "Is rated 4.8 in 12 reviews and has 2 free places.",
    { rating: { count: 12, mean: 4.8 }, aboveAll: 0.1, languages: [] },
    {},
  ],
  ["Has 2 free places.", { rating: { count: 1, mean: 3 }, aboveAll: -0.2, languages: [] }, {}],
  ["You know each other.", { connectedSince: "2026-03-01T00:00:00Z" }, {}],
  ["Is free when you are.", { hours: [{ from: "2026-11-11T10:00:00Z", to: "2026-11-11T11:00:00Z" }] }, {}],
  [
    "Is free in your working day.",
    { hours: [{ from: "2026-11-11T10:00:00Z", to: "2026-11-11T11:00:00Z" }] },
    { reader: { languages: [], ownHours: false } },
  ],
  [
    "Offers SQL, says “Joins are easy” and you know each other.",
    { offers: [offer("SQL", { asked: true })], connectedSince: "2026-03-01T00:00:00Z" },
    { quote: { sentence: "Joins are easy, really", piece: "Joins are easy" } },
  ],
])("says %j", (sentence, row, more) => {
  const made = card(row, more);
  expect(why(made)).toBe(sentence);
  expect(made.reasons.length).toBeLessThanOrEqual(4);
  expect(made.reasons.map(({ weight }) => weight)).toEqual(
    made.reasons.map(({ weight }) => weight).toSorted((a, b) => b - a),
  );
});

it("tells the evidence of people in common, with how many more there are", () => {
  const { reasons, degree, through } = card({
    mutuals: [person("A"), person("B"), person("C")],
    mutualCount: 5,
  });
  expect(reasons[0]).toMatchObject({ label: "In common", evidence: "A, B, C, 2 more" });
  expect({ degree, names: through.map(({ name }) => name) }).toEqual({ degree: 2, names: ["A", "B", "C"] });
});

it("tells how far somebody is by what still stands", () => {
  expect(card({ path: [person("Ana"), person("Ben")] })).toMatchObject({
    degree: 3,
    through: [{ name: "Ana" }, { name: "Ben" }],
  });
  expect(card({ connectedSince: "2026-03-01T00:00:00Z" })).toMatchObject({ degree: 1, through: [] });
  expect(card({ path: [person("Ana")] }).reasons.map(({ kind }) => kind)).not.toContain("mutuals");
});

it("says nothing about hours or shared languages to somebody who is not signed in", () => {
  const hours = [{ from: "2026-11-11T10:00:00Z", to: "2026-11-11T11:00:00Z" }];
  const { reasons } = card({ hours, languages: ["en", "tr"] }, { reader: null });
  expect(reasons.map(({ kind }) => kind)).toEqual(["places"]);
});

it("quotes nothing where no word is shared and meaning can't be compared", async () => {
  const distant = { model: "distant", embed: async () => [] };
  const mentors = [
    { bio: "", offers: [] },
    { bio: "Too short. Nothing in common with that at all here", offers: [] },
    { bio: `Presentations, and only those: ${"they are all I ever think about ".repeat(3)}.`, offers: [] },
  ];
  const need = { text: "giving a presentation", vector: null, embeddings: distant };
  const found = await nearestWords(need, mentors);
  expect(found.map(({ quote }) => quote?.piece ?? null)).toEqual([null, null, null]);
});

it("quotes a clause of a long sentence, word for word and without its joining word", async () => {
  const bio =
    "I have spent most of my working life in kitchens of all sizes, and presentations came late to me, but they stayed.";
  const need = { text: "presentations", vector: null, embeddings: null };
  const [found] = await nearestWords(need, [{ bio, offers: [] }]);
  expect(found?.quote?.piece).toBe("presentations came late to me");
  expect(bio).toContain(found!.quote!.sentence);
});
