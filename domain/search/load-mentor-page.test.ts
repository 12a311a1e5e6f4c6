import { expect, test } from "vitest";
import { availabilityRules } from "#db/tables/index.ts";
import { newId } from "#domain/ids.ts";
import { actorOf } from "#testing/actor.ts";
import { testContext } from "#testing/context.ts";
import { makeConnection, makeMentee, makeMentor } from "#testing/factories.ts";
import { loadMentorPage } from "./load-mentor-page.ts";

test("a mentor's page says why and through whom, in one round trip", async () => {
  const setup = testContext();
  const [mentor, friend] = [
    await makeMentor(setup.db, { offers: ["public-speaking"] }),
    await makeMentee(setup.db),
  ];
  const reader = await makeMentee(setup.db);
  await makeConnection(setup.db, reader.id, friend.id);
  await makeConnection(setup.db, friend.id, mentor.id);

  const ctx = testContext({ actor: actorOf(reader) });
  const page = await loadMentorPage(ctx, { userId: mentor.id, query: "I freeze at public speaking" });
  expect(ctx.roundTrips()).toBe(1);
  expect(page.mentor.userId).toBe(mentor.id);
  expect(page.card).toMatchObject({ degree: 2, through: [{ userId: friend.id }] });
  expect(page.card.reasons[0]).toMatchObject({ kind: "skill", label: "Public Speaking" });
  expect(page.bothFree).toEqual([]);
});

test("hours in common are those of the reader's own week", async () => {
  const { db } = testContext();
  const mentor = await makeMentor(db, { timeZone: "Europe/Lisbon" });
  const reader = await makeMentee(db, { timeZone: "Europe/Lisbon" });
  const rule = { weekday: 3, startMinute: 1200, endMinute: 1290 };
  await db.insert(availabilityRules).values([
    { id: newId(), profileId: mentor.id, ...rule },
    { id: newId(), profileId: reader.id, ...rule },
  ]);
  const { bothFree } = await loadMentorPage(testContext({ actor: actorOf(reader) }), { userId: mentor.id });
  expect(bothFree).toHaveLength(1);
});

test("a stranger reads the page without a way to the mentor", async () => {
  const ctx = testContext();
  const mentor = await makeMentor(ctx.db);
  const { card } = await loadMentorPage(ctx, { userId: mentor.id });
  expect(card.degree).toBeNull();
  expect(card.reasons.length).toBeGreaterThan(0);
});

test("whoever may not see the mentor finds nothing", async () => {
  const ctx = testContext();
  const hidden = await makeMentor(ctx.db, { visibility: "hidden" });
  for (const userId of [hidden.id, newId(), "no-id"]) {
    await expect(loadMentorPage(ctx, { userId })).rejects.toMatchObject({ code: "not_found" });
  }
});
