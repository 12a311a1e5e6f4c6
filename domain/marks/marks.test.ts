import { and, eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { auditEvents, mentorMarks, outbox } from "#db/tables/index.ts";
import { actorOf } from "#testing/actor.ts";
import { testContext } from "#testing/context.ts";
import { makeMentee, makeMentor, makeSkill, type Person } from "#testing/factories.ts";
import { newId } from "../ids.ts";
import { loadMentorProfile } from "../profiles/load-mentor-profile.ts";
import { loadRecommendations } from "../recommendations/load-recommendations.ts";
import { listMarks } from "./list-marks.ts";
import { markMentor } from "./mark-mentor.ts";
import { reasonInWords } from "./schema.ts";
import { unmarkMentor } from "./unmark-mentor.ts";

const { db } = testContext();
const as = (person: Person) => testContext({ actor: actorOf(person) });
const eventsOf = async (me: Person, mentorId: string) =>
  db
    .select()
    .from(auditEvents)
    .where(and(eq(auditEvents.targetId, mentorId), eq(auditEvents.actorId, me.id)))
    .orderBy(auditEvents.id);

it("keeps one mark a mentor, the latest, in one round trip, and writes nothing when it stands already", async () => {
  const [me, mentor] = [await makeMentee(db), await makeMentor(db)];
  const ctx = as(me);
  await markMentor(ctx, { mentorId: mentor.id, kind: "saved", reason: "is dropped" });
  expect(ctx.roundTrips()).toBe(1);
  await markMentor(as(me), { mentorId: mentor.id, kind: "saved" });
  await markMentor(as(me), { mentorId: mentor.id, kind: "not_interested", reason: "  Too loud.  " });
  const rows = await db.select().from(mentorMarks).where(eq(mentorMarks.userId, me.id));
  expect(rows).toMatchObject([{ mentorId: mentor.id, kind: "not_interested", reason: "Too loud." }]);
  const events = await eventsOf(me, mentor.id);
  expect(events.map(({ action, after }) => ({ action, after }))).toEqual([
    { action: "mark.set", after: { kind: "saved" } },
    { action: "mark.set", after: { kind: "not_interested" } },
  ]);
  const owed = await db.select().from(outbox).where(eq(outbox.requestId, ctx.requestId));
  expect(owed.map(({ payload }) => payload)).toEqual([
    { kind: "graph.refresh-recommendations", userId: me.id },
  ]);
});

it("takes a mark off, twice if it must be", async () => {
  const [me, mentor] = [await makeMentee(db), await makeMentor(db)];
  await markMentor(as(me), { mentorId: mentor.id, kind: "saved" });
  await unmarkMentor(as(me), { mentorId: mentor.id });
  await unmarkMentor(as(me), { mentorId: mentor.id });
  expect(await listMarks(as(me))).toEqual({ saved: [], notInterested: [] });
  expect((await eventsOf(me, mentor.id)).map(({ action }) => action)).toEqual(["mark.set", "mark.removed"]);
});

it("lists each kind, the newest first, without who can't be seen any more; nobody else's", async () => {
  const [me, other] = [await makeMentee(db), await makeMentee(db)];
  const [first, second, unwanted, hidden] = await Promise.all([
    makeMentor(db, { capacity: 3, activeMentees: 1 }),
    makeMentor(db),
    makeMentor(db),
    makeMentor(db, { visibility: "hidden" }),
  ]);
  const at = (minute: number) => new Date(Date.UTC(2026, 4, 1, 10, minute));
  await db.insert(mentorMarks).values([
    { userId: me.id, mentorId: first.id, kind: "saved", at: at(1) },
    { userId: me.id, mentorId: second.id, kind: "saved", at: at(2) },
    { userId: me.id, mentorId: unwanted.id, kind: "not_interested", reason: "no-hours", at: at(3) },
    { userId: me.id, mentorId: hidden.id, kind: "saved", at: at(4) },
  ]);
  const ctx = as(me);
  const { saved, notInterested } = await listMarks(ctx);
  expect(ctx.roundTrips()).toBe(1);
  expect(saved.map(({ userId }) => userId)).toEqual([second.id, first.id]);
  expect(saved[1]).toEqual({
    userId: first.id,
    name: first.name,
    headline: first.profile.headline,
    places: { capacity: 3, taken: 1 },
    reason: null,
    at: at(1).toISOString(),
  });
  expect(notInterested).toMatchObject([{ userId: unwanted.id, reason: "no-hours" }]);
  expect(await listMarks(as(other))).toEqual({ saved: [], notInterested: [] });
});

it("leaves who is not for one out of the recommendations, at once and for that person alone", async () => {
  // a skill of their own: others offer no room on the page
  const { slug } = await makeSkill(db);
  const [me, other] = await Promise.all([
    makeMentee(db, { seeks: [slug] }),
    makeMentee(db, { seeks: [slug] }),
  ]);
  const mentor = await makeMentor(db, { offers: [slug] });
  const idsFor = async (person: Person) =>
    (await loadRecommendations(as(person))).cards.map(({ userId }) => userId);
  expect(await idsFor(me)).toContain(mentor.id);
  await markMentor(as(me), { mentorId: mentor.id, kind: "not_interested" });
  expect(await idsFor(me)).not.toContain(mentor.id);
  expect(await idsFor(other)).toContain(mentor.id);
  await markMentor(as(me), { mentorId: mentor.id, kind: "saved" });
  expect(await idsFor(me)).toContain(mentor.id);
});

it("shows one's own mark on the mentor's page, and nobody else's", async () => {
  const [me, other, mentor] = [await makeMentee(db), await makeMentee(db), await makeMentor(db)];
  await markMentor(as(me), { mentorId: mentor.id, kind: "not_interested", reason: "no-hours" });
  expect(await loadMentorProfile(as(me), { userId: mentor.id })).toMatchObject({
    mark: { kind: "not_interested", reason: "no-hours" },
  });
  for (const ctx of [as(other), testContext()])
    expect(await loadMentorProfile(ctx, { userId: mentor.id })).toMatchObject({ mark: null });
});

it("marks nobody who can't be seen, no mentee, not oneself, and nothing for strangers", async () => {
  const me = await makeMentor(db);
  const [hidden, mentee] = [await makeMentor(db, { visibility: "hidden" }), await makeMentee(db)];
  for (const mentorId of [hidden.id, mentee.id, newId()]) {
    const ctx = as(me);
    await expect(markMentor(ctx, { mentorId, kind: "saved" })).rejects.toMatchObject({ code: "not_found" });
    await ctx.settled();
  }
  const invalid = { code: "invalid_input" };
  await expect(markMentor(as(me), { mentorId: me.id, kind: "saved" })).rejects.toMatchObject(invalid);
  await expect(
    markMentor(as(me), { mentorId: hidden.id, kind: "not_interested", reason: "x".repeat(301) }),
  ).rejects.toMatchObject({ ...invalid, fields: { reason: expect.any(String) } });
  await expect(unmarkMentor(as(me), { mentorId: "x" })).rejects.toMatchObject(invalid);
  for (const refused of [
    markMentor(testContext(), { mentorId: me.id, kind: "saved" }),
    unmarkMentor(testContext(), { mentorId: me.id }),
    listMarks(testContext()),
  ])
    await expect(refused).rejects.toMatchObject({ code: "not_signed_in" });
});

it("says a reason in words, whether it was chosen or one's own", () => {
  expect(reasonInWords("no-hours")).toBe("We would hardly find an hour");
  expect(reasonInWords("constructor")).toBe("constructor");
});
