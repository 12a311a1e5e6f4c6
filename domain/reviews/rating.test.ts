import { inArray, sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { profiles, reviewTotals } from "#db/tables/index.ts";
import { testContext } from "#testing/context.ts";
import { makeMentor, makeReview, makeSkill } from "#testing/factories.ts";
import { searchMentors } from "../search/search-mentors.ts";
import { aboveAll } from "./rating.ts";

const { db } = testContext();

it("shrinks a mean towards that of all: one review says little, twenty say much, none says nothing", async () => {
  const [none, one, twenty] = [await makeMentor(db), await makeMentor(db), await makeMentor(db)];
  await makeReview(db, { mentorId: (await makeMentor(db)).id, stars: 2 });
  await makeReview(db, { mentorId: one.id, stars: 5 });
  for (let i = 0; i < 20; i++) await makeReview(db, { mentorId: twenty.id, stars: 5 });
  const [row] = await db
    .select({
      above: sql<Record<string, number>>`json_object_agg(p.user_id, ${aboveAll("p")})`,
      mean: sql<number>`(select stars::float8 / reviews from ${reviewTotals})`,
    })
    .from(sql`${profiles} p`)
    .where(inArray(sql`p.user_id`, [none.id, one.id, twenty.id]));
  const { above, mean } = row!;
  expect(above[none.id]).toBe(0);
  expect(above[one.id]).toBeCloseTo((5 - mean) / 6, 9);
  expect(above[twenty.id]).toBeCloseTo((20 * (5 - mean)) / 25, 9);
});

it("ranks who is rated well above, and who is rated badly below, somebody without reviews", async () => {
  const skill = await makeSkill(db, { status: "approved" });
  const alike = { offers: [skill.slug], headline: "Somebody", lastActiveAt: new Date() };
  const [bad, none, good] = [
    await makeMentor(db, alike),
    await makeMentor(db, alike),
    await makeMentor(db, alike),
  ];
  for (let i = 0; i < 10; i++) {
    await makeReview(db, { mentorId: bad.id, stars: 1 });
    await makeReview(db, { mentorId: good.id, stars: 5 });
  }
  const found = await searchMentors(testContext(), { query: skill.name, filters: { skills: [skill.slug] } });
  expect(found.cards.map(({ userId }) => userId)).toEqual([good.id, none.id, bad.id]);
  expect(found.cards.map(({ rating }) => rating)).toEqual([
    { count: 10, mean: 5 },
    null,
    { count: 10, mean: 1 },
  ]);
  const rated = found.cards.map(({ reasons }) => reasons.find(({ kind }) => kind === "rating")?.evidence);
  expect(rated).toEqual(["5 of 5, from 10 reviews", undefined, undefined]);
});
