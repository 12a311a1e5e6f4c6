import { expect, it } from "vitest";
import { availabilityRules } from "#db/tables/index.ts";
import { actorOf } from "#testing/actor.ts";
import { testContext } from "#testing/context.ts";
import { makeMentee, makeMentor, makeProfileSkill, makeReview, makeSkill } from "#testing/factories.ts";
import { newId } from "../ids.ts";
import type { FacetOption } from "./schema.ts";
import { searchMentors } from "./search-mentors.ts";

const counts = (options: FacetOption[]) =>
  Object.fromEntries(options.map(({ value, count }) => [value, count]));
const days = (n: number) => new Date(Date.now() + n * 86_400_000);

async function makeField() {
  const { db } = testContext();
  const slug = `craft${newId().slice(-12)}`;
  await makeSkill(db, { slug, name: slug, clusterSlug: "frontend-development" });
  const offers = [slug];
  const people = [
    await makeMentor(db, { offers, languages: ["en"], lastActiveAt: days(-1), verifiedAt: new Date() }),
    await makeMentor(db, { offers, languages: ["en", "tr"], lastActiveAt: days(-20) }),
    await makeMentor(db, {
      offers,
      languages: ["tr"],
      lastActiveAt: days(-80),
      capacity: 1,
      activeMentees: 1,
    }),
    await makeMentor(db, { languages: ["eu"], pausedUntil: days(20) }),
  ];
  await makeProfileSkill(db, { profileId: people[3]!.id, skillSlug: slug, kind: "offers", level: "expert" });
  for (const stars of [4, 5]) await makeReview(db, { mentorId: people[0]!.id, stars });
  await makeReview(db, { mentorId: people[1]!.id, stars: 4 });
  await makeReview(db, { mentorId: people[2]!.id, stars: 2 });
  return { slug, people };
}

it("counts for each filter whom all the others leave", async () => {
  const { slug } = await makeField();
  const filters = { skills: [slug], languages: ["tr"] };
  const { facets, total } = await searchMentors(testContext(), { filters });
  expect(total).toBe(1);
  expect(facets.approximate).toBe(false);
  expect(counts(facets.languages)).toEqual({ en: 2, tr: 1 });
  expect(counts(facets.active)).toEqual({ 30: 1, 90: 1 });
  expect(counts(facets.ratings)).toEqual({ 4: 1 });
  expect(counts(facets.clusters)).toMatchObject({ "frontend-development": 1 });
  expect(facets).toMatchObject({ free: 1, full: 1, verified: 0, soon: 0 });
});

it("leads nowhere empty: who chooses an option finds as many as it says", async () => {
  const { slug } = await makeField();
  const chosen = { skills: [slug], hasPlace: false, withinWeeks: 12 };
  const { facets } = await searchMentors(testContext(), { filters: chosen });
  const found = async (filters: object) =>
    (await searchMentors(testContext(), { filters: { ...chosen, ...filters } })).total;
  expect(counts(facets.languages)).toEqual({ en: 2, tr: 2, eu: 1 });
  for (const { value, count } of facets.languages) expect(await found({ languages: [value] })).toBe(count);
  for (const { value, count } of facets.active)
    expect(await found({ activeWithinDays: Number(value) })).toBe(count);
  for (const { value, count } of facets.levels) expect(await found({ level: value })).toBe(count);
  for (const { value, count } of facets.clusters) expect(await found({ clusters: [value] })).toBe(count);
  expect(counts(facets.ratings)).toEqual({ 4: 2, 4.5: 1 });
  for (const { value, count } of facets.ratings)
    expect(await found({ minRating: Number(value) })).toBe(count);
  expect(await found({ verified: true })).toBe(facets.verified);
  expect(await found({ hasPlace: true })).toBe(facets.free);
  expect(facets.soon).toBeGreaterThanOrEqual(1);
});

it("offers common hours only where somebody has one", async () => {
  const { slug, people } = await makeField();
  const { db } = testContext();
  const reader = await makeMentee(db, { timeZone: "Asia/Tokyo" });
  const rule = { weekday: 2, startMinute: 600, endMinute: 660 };
  await db.insert(availabilityRules).values({ id: newId(), profileId: reader.id, ...rule });
  const ctx = testContext({ actor: actorOf(reader, { timeZone: "Asia/Tokyo" }) });
  const filters = { skills: [slug] };
  expect((await searchMentors(ctx, { filters })).facets.hours).toBe(false);
  // the same hour by the mentor's own clock: UTC is nine hours behind
  await db
    .insert(availabilityRules)
    .values({ id: newId(), profileId: people[0]!.id, weekday: 2, startMinute: 60, endMinute: 120 });
  const after = await searchMentors(ctx, { filters, sort: "soonest" });
  expect(after.facets.hours).toBe(true);
  expect(after.cards[0]!.userId).toBe(people[0]!.id);
});
