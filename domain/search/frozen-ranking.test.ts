import { eq, sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { profiles } from "#db/tables/index.ts";
import { actorOf } from "#testing/actor.ts";
import { testContext } from "#testing/context.ts";
import { makeMentee, makeMentor, makeSkill } from "#testing/factories.ts";
import { newId } from "../ids.ts";
import type { SearchResult } from "./schema.ts";
import { searchMentors } from "./search-mentors.ts";

const idsOf = (result: SearchResult) => result.cards.map(({ userId }) => userId);

async function makeMentors(count: number) {
  const { db } = testContext();
  const { slug } = await makeSkill(db, { slug: `craft${newId().slice(-12)}` });
  const ids: string[] = [];
  for (let i = 0; i < count; i++) {
    const lastActiveAt = new Date(Date.UTC(2026, 0, 31 - i));
    ids.push((await makeMentor(db, { offers: [slug], lastActiveAt })).id);
  }
  return { slug, ids };
}

it("cuts its pages from the ranking that the first page came from, whatever changes meanwhile", async () => {
  const { slug, ids } = await makeMentors(23);
  const { db } = testContext();
  const search = (page: number, token?: string) =>
    searchMentors(testContext(), { filters: { skills: [slug] }, page, ...(token && { token }) });
  const first = await search(1);
  expect(first).toMatchObject({ total: 23, pages: 3, more: false, token: expect.any(String) });

  // the last becomes the first, and somebody new comes before everybody
  await db
    .update(profiles)
    .set({ lastActiveAt: new Date("2026-02-02") })
    .where(eq(profiles.userId, ids[22]!));
  await makeMentor(db, { offers: [slug], lastActiveAt: new Date("2026-02-03") });
  // somebody of the second page hides: the others keep their places
  await db.update(profiles).set({ visibility: "hidden" }).where(eq(profiles.userId, ids[12]!));
  const [second, third] = [await search(2, first.token!), await search(3, first.token!)];
  expect(idsOf(first)).toEqual(ids.slice(0, 10));
  expect(idsOf(second)).toEqual(ids.slice(10, 20).filter((id) => id !== ids[12]));
  expect(idsOf(third)).toEqual(ids.slice(20));
  expect(second.token).toBe(first.token);
});

it("keeps a ranking for its reader and for ten minutes; after that it is made anew", async () => {
  const { slug } = await makeMentors(11);
  const mentee = await makeMentee(testContext().db);
  const filters = { skills: [slug] };
  const own = testContext({ actor: actorOf(mentee) });
  const { token } = await searchMentors(own, { filters });
  const again = { filters, page: 2, token: token! };
  expect((await searchMentors(own, again)).token).toBe(token);
  expect((await searchMentors(testContext(), again)).token).not.toBe(token);
  const later = testContext({ actor: actorOf(mentee), now: () => new Date(Date.now() + 11 * 60_000) });
  const anew = await searchMentors(later, again);
  expect(anew.token).not.toBe(token);
  expect(anew.cards).toHaveLength(1);
});

it("keeps nothing where one page holds everybody", async () => {
  const { slug } = await makeMentors(2);
  const { token } = await searchMentors(testContext(), { filters: { skills: [slug] } });
  expect(token).toBeNull();
});

it("holds two hundred people, and says that there are more", async () => {
  const { db } = testContext();
  const { slug } = await makeMentors(1);
  await db.execute(sql`with made as (
      insert into users (id, name, email, email_verified, roles)
      select gen_random_uuid(), 'One of many', gen_random_uuid() || '@people.example', true, '{mentor}'
      from generate_series(1, 205) returning id),
    known as (insert into profiles (user_id, is_mentor, capacity, onboarded_at, last_active_at)
      select id, true, 2, now(), '2025-01-01' from made returning user_id)
    insert into profile_skills (profile_id, skill_slug, kind) select user_id, ${slug}, 'offers' from known`);
  const result = await searchMentors(testContext(), { filters: { skills: [slug] }, page: 20 });
  expect(result).toMatchObject({ total: 200, more: true, pages: 20 });
  expect(result.cards).toHaveLength(10);
});
