import { expect, it } from "vitest";
import { actorOf } from "#testing/actor.ts";
import { testContext } from "#testing/context.ts";
import {
  makeConnection,
  makeMentee,
  makeMentor,
  makeProfileSkill,
  makeReview,
  makeSkill,
} from "#testing/factories.ts";
import type { ReadContext } from "../context.ts";
import { newId } from "../ids.ts";
import type { SearchFilters, SearchInput } from "./schema.ts";
import { searchMentors } from "./search-mentors.ts";

/** A skill of this test alone: its mentors are all that a search finds. */
async function ownSkill(cluster?: string) {
  const slug = `craft${newId().slice(-12)}`;
  await makeSkill(testContext().db, { slug, name: slug, ...(cluster && { clusterSlug: cluster }) });
  return slug;
}

const days = (n: number) => new Date(Date.now() + n * 86_400_000);

const search = (
  filters: Partial<SearchFilters>,
  ctx: ReadContext = testContext(),
  sort: SearchInput["sort"] = "best",
) => searchMentors(ctx, { filters, sort });
const find = async (...asked: Parameters<typeof search>) =>
  (await search(...asked)).cards.map(({ userId }) => userId).toSorted();
const sorted = (...people: { id: string }[]) => people.map(({ id }) => id).toSorted();

it("asks for one of the skills, or for each of them", async () => {
  const [one, other] = [await ownSkill(), await ownSkill()];
  const { db } = testContext();
  const [first, both] = [
    await makeMentor(db, { offers: [one] }),
    await makeMentor(db, { offers: [one, other] }),
  ];
  expect(await find({ skills: [one, other] })).toEqual(sorted(first, both));
  expect(await find({ skills: [one, other, other], allSkills: true })).toEqual(sorted(both));
});

it("asks how well a skill is offered, of the chosen ones where some are", async () => {
  const [slug, other] = [await ownSkill(), await ownSkill()];
  const { db } = testContext();
  const levels = ["working", "advanced", "expert"] as const;
  const people = [await makeMentor(db), await makeMentor(db), await makeMentor(db)] as const;
  for (const [i, person] of people.entries()) {
    await makeProfileSkill(db, { profileId: person.id, skillSlug: slug, kind: "offers", level: levels[i]! });
    await makeProfileSkill(db, { profileId: person.id, skillSlug: other, kind: "offers", level: "expert" });
  }
  const [, advanced, expert] = people;
  expect(await find({ skills: [slug], level: "advanced" })).toEqual(sorted(advanced, expert));
  expect(await find({ skills: [slug], level: "expert" })).toEqual(sorted(expert));
});

it("asks for a group of skills, for a recent visit, and for who was checked", async () => {
  const slug = await ownSkill("frontend-development");
  const { db } = testContext();
  const old = await makeMentor(db, { offers: [slug], lastActiveAt: days(-40) });
  const fresh = await makeMentor(db, { offers: [slug], lastActiveAt: days(-2), verifiedAt: new Date() });
  const skills = [slug];
  expect(await find({ skills, clusters: ["frontend-development"] })).toEqual(sorted(old, fresh));
  expect(await find({ skills, clusters: ["no-such-group"] })).toEqual([]);
  expect(await find({ skills, activeWithinDays: 7 })).toEqual(sorted(fresh));
  expect(await find({ skills, activeWithinDays: 90 })).toEqual(sorted(old, fresh));
  expect(await find({ skills, verified: true })).toEqual(sorted(fresh));
});

it("leaves out who pauses, until they are back or soon enough", async () => {
  const slug = await ownSkill();
  const { db } = testContext();
  const back = await makeMentor(db, { offers: [slug], pausedUntil: days(-1) });
  const soon = await makeMentor(db, { offers: [slug], pausedUntil: days(10) });
  await makeMentor(db, { offers: [slug], pausedUntil: days(60) });
  expect(await find({ skills: [slug] })).toEqual(sorted(back));
  expect(await find({ skills: [slug], withinWeeks: 2 })).toEqual(sorted(back, soon));
  const { cards } = await search({ skills: [slug], withinWeeks: 2 });
  expect(cards.find(({ userId }) => userId === soon.id)?.pausedUntil).toMatch(/^20/);
});

it("puts the free before the full, and of the full who expects a place soonest, and says when", async () => {
  const slug = await ownSkill();
  const { db } = testContext();
  const day = (n: number) => days(n).toISOString().slice(0, 10);
  const full = { offers: [slug], capacity: 1, activeMentees: 1 };
  const unknown = await makeMentor(db, full);
  const late = await makeMentor(db, { ...full, freeFrom: day(60) });
  const over = await makeMentor(db, { ...full, freeFrom: day(-2) });
  const soon = await makeMentor(db, { ...full, freeFrom: day(9) });
  const free = await makeMentor(db, { offers: [slug], freeFrom: day(5) });
  const { cards } = await search({ skills: [slug], hasPlace: false }, testContext(), "soonest");
  const said = cards.map(({ userId, freeFrom }) => [userId, freeFrom]);
  expect(said.slice(0, 3)).toEqual([
    [free.id, null],
    [soon.id, day(9)],
    [late.id, day(60)],
  ]);
  expect(new Map(said.slice(3) as [string, null][])).toEqual(
    new Map([
      [unknown.id, null],
      [over.id, null],
    ]),
  );
});

it("asks how far somebody is, through people who don't hide alone", async () => {
  const slug = await ownSkill();
  const { db } = testContext();
  const [reader, friend, shy] = [
    await makeMentee(db),
    await makeMentee(db),
    await makeMentee(db, { visibility: "hidden" }),
  ];
  const [known, second, behindShy] = [
    await makeMentor(db, { offers: [slug] }),
    await makeMentor(db, { offers: [slug] }),
    await makeMentor(db, { offers: [slug] }),
  ];
  for (const person of [friend, shy, known]) await makeConnection(db, reader.id, person.id);
  await makeConnection(db, friend.id, second.id);
  await makeConnection(db, shy.id, behindShy.id);
  const ctx = testContext({ actor: actorOf(reader) });
  const skills = [slug];
  expect(await find({ skills, degrees: [1] }, ctx)).toEqual(sorted(known));
  expect(await find({ skills, degrees: [1, 2] }, ctx)).toEqual(sorted(known, second));
  expect(await find({ skills, degrees: [3] }, ctx)).toEqual(sorted(behindShy));
  expect(await find({ skills, degrees: [1] })).toHaveLength(3);

  const { cards, facets } = await search({ skills }, ctx, "closest");
  expect(cards.map(({ userId }) => userId)).toEqual([known.id, second.id, behindShy.id]);
  expect(facets.degrees).toEqual([
    { value: "1", name: "1", count: 1 },
    { value: "2", name: "2", count: 1 },
    { value: "3", name: "3", count: 1 },
  ]);
});

it("asks for the mean of the stars as it is shown, of those who have any", async () => {
  const slug = await ownSkill();
  const { db } = testContext();
  const offers = [slug];
  const [rounded, four, low] = [
    await makeMentor(db, { offers }),
    await makeMentor(db, { offers }),
    await makeMentor(db, { offers }),
  ];
  await makeMentor(db, { offers });
  // 49 of 11 are 4.45, and shown as 4.5
  for (const stars of [5, 5, 5, 5, 5, 4, 4, 4, 4, 4, 4])
    await makeReview(db, { mentorId: rounded.id, stars });
  await makeReview(db, { mentorId: four.id, stars: 4 });
  await makeReview(db, { mentorId: low.id, stars: 3 });
  const skills = offers;
  const { cards } = await search({ skills, minRating: 4.5 });
  expect(cards).toMatchObject([{ userId: rounded.id, rating: { count: 11, mean: 4.5 } }]);
  expect(await find({ skills, minRating: 4 })).toEqual(sorted(rounded, four));
  expect(await find({ skills })).toHaveLength(4);
});
