import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { profiles, recommendations } from "#db/tables/index.ts";
import { actorOf } from "#testing/actor.ts";
import { testContext, testJobContext } from "#testing/context.ts";
import { makeConnection, makeMentee, makeMentor, makeMentorship, makeSkill } from "#testing/factories.ts";
import { DomainError } from "../errors.ts";
import { newId } from "../ids.ts";
import { loadRecommendations } from "./load-recommendations.ts";
import { refreshRecommendations } from "./refresh-recommendations.ts";

type Person = Awaited<ReturnType<typeof makeMentee>>;
const as = (person: Person) => testContext({ actor: actorOf(person) });
const rowOf = async (userId: string) => {
  const [row] = await testContext()
    .db.select()
    .from(recommendations)
    .where(eq(recommendations.userId, userId));
  return row;
};
/** A graph that says these mentors. */
const graphSaying = (items: { mentorId: string; score: number; path?: string[] }[]) => ({
  run: async () => items.map((item) => ({ path: [], ...item })),
});

it("puts who offers what one seeks first, then friends' friends, in one round trip and without any row", async () => {
  const { db } = testContext();
  const { slug } = await makeSkill(db, { clusterSlug: "leadership-and-management" });
  const reader = await makeMentee(db, { seeks: [slug] });
  const friend = await makeMentee(db);
  const [skilled, known] = [await makeMentor(db, { offers: [slug] }), await makeMentor(db)];
  await makeConnection(db, reader.id, friend.id);
  await makeConnection(db, friend.id, known.id);
  const ctx = as(reader);
  const { cards, source } = await loadRecommendations(ctx);
  expect(ctx.roundTrips()).toBe(1);
  expect(source).toBe("sql");
  expect(cards.slice(0, 2).map(({ userId }) => userId)).toEqual([skilled.id, known.id]);
  expect(cards[0]!.reasons[0]).toMatchObject({ kind: "skill", evidence: "offered; you seek it" });
  expect(cards[1]).toMatchObject({ degree: 2, through: [{ userId: friend.id }] });
  for (const card of cards) expect(card.reasons.length).toBeGreaterThan(0);
});

it("reads what the graph said, without who has become full or hidden or is being asked already", async () => {
  const { db } = testContext();
  const reader = await makeMentee(db);
  const [open, full, hidden, asked] = [
    await makeMentor(db),
    await makeMentor(db),
    await makeMentor(db),
    await makeMentor(db),
  ];
  const items = [asked, hidden, full, open].map(({ id }, i) => ({ mentorId: id, score: 9 - i }));
  await refreshRecommendations(testJobContext({ graph: graphSaying(items) }), { userId: reader.id });
  expect(await rowOf(reader.id)).toMatchObject({
    source: "graph",
    items: items.map((item) => ({ ...item, path: [] })),
  });

  await db.update(profiles).set({ activeMentees: 2 }).where(eq(profiles.userId, full.id));
  await db.update(profiles).set({ visibility: "hidden" }).where(eq(profiles.userId, hidden.id));
  await makeMentorship(db, { mentorId: asked.id, menteeId: reader.id });
  const { cards, source } = await loadRecommendations(as(reader));
  expect(source).toBe("graph");
  expect(cards.map(({ userId }) => userId)).toEqual([open.id]);
});

it("shows a way of three steps only while each step of it stands", async () => {
  const { db } = testContext();
  const [reader, a, b, mentor] = [
    await makeMentee(db),
    await makeMentee(db),
    await makeMentee(db),
    await makeMentor(db),
  ];
  await makeConnection(db, reader.id, a.id);
  await makeConnection(db, a.id, b.id);
  const graph = graphSaying([{ mentorId: mentor.id, score: 1, path: [a.id, b.id] }]);
  await refreshRecommendations(testJobContext({ graph }), { userId: reader.id });
  expect((await loadRecommendations(as(reader))).cards[0]).toMatchObject({ degree: null, through: [] });
  await makeConnection(db, b.id, mentor.id);
  const [card] = (await loadRecommendations(as(reader))).cards;
  expect(card).toMatchObject({ degree: 3, through: [{ userId: a.id }, { userId: b.id }] });
  expect(card!.reasons).toContainEqual(
    expect.objectContaining({ label: "In common", evidence: `${a.name}, then ${b.name}` }),
  );
});

it("keeps what SQL says while the graph is down, absent or silent", async () => {
  const { db } = testContext();
  const { slug } = await makeSkill(db);
  const mentor = await makeMentor(db, { offers: [slug] });
  const down = async () => {
    throw new DomainError("unavailable", { log: "killed" });
  };
  for (const [graph, said] of [
    [{ run: down }, "sql"],
    [{ absent: true, run: down }, "sql"],
    [graphSaying([]), "graph"],
  ] as const) {
    const reader = await makeMentee(db, { seeks: [slug] });
    const ctx = testJobContext({ graph });
    await refreshRecommendations(ctx, { userId: reader.id });
    expect(await rowOf(reader.id)).toMatchObject({
      source: said,
      items: expect.arrayContaining([expect.objectContaining({ mentorId: mentor.id })]),
    });
    const { cards, source } = await loadRecommendations(as(reader));
    expect({ source, first: cards[0]?.userId }).toEqual({ source: said, first: mentor.id });
  }
});

it("lets no run that began earlier overwrite a later one, and writes nothing for strangers", async () => {
  const { db } = testContext();
  const reader = await makeMentee(db);
  const [one, other] = [await makeMentor(db), await makeMentor(db)];
  const run = (mentorId: string, at: string) =>
    refreshRecommendations(
      testJobContext({ graph: graphSaying([{ mentorId, score: 1 }]), now: () => new Date(at) }),
      { userId: reader.id },
    );
  await run(one.id, "2026-05-02T00:00:00Z");
  await run(other.id, "2026-05-01T00:00:00Z");
  expect(await rowOf(reader.id)).toMatchObject({ items: [{ mentorId: one.id }] });
  const stranger = newId();
  await refreshRecommendations(testJobContext(), { userId: stranger });
  expect(await rowOf(stranger)).toBeUndefined();
});

it("is for people who are signed in, and refreshing is for jobs", async () => {
  await expect(loadRecommendations(testContext())).rejects.toMatchObject({ code: "not_signed_in" });
  const mentee = await makeMentee(testContext().db);
  const ctx = Object.assign(testJobContext(), { actor: actorOf(mentee) });
  await expect(refreshRecommendations(ctx, { userId: mentee.id })).rejects.toMatchObject({
    code: "not_allowed",
  });
});

it("keeps the order in which people are to be shown, and offers somebody new who is behind", async () => {
  const { db } = testContext();
  const { slug } = await makeSkill(db, { clusterSlug: "leadership-and-management" });
  const reader = await makeMentee(db, { seeks: [slug] });
  const twins = [await makeMentor(db, { offers: [slug] }), await makeMentor(db, { offers: [slug] })];
  const other = await makeMentor(db);
  const newcomer = await makeMentor(db, { offers: [slug], findableSince: new Date() });
  const items = [...twins, other].map(({ id }, i) => ({ mentorId: id, score: 1 - i / 10 }));
  await refreshRecommendations(testJobContext({ graph: graphSaying(items) }), { userId: reader.id });
  const { cards } = await loadRecommendations(as(reader));
  const shown = cards.map(({ userId }) => userId);
  // the best, then whoever is unlike them, though the twin scores more
  expect(shown.slice(0, 2)).toEqual([twins[0]!.id, other.id]);
  expect(shown).toContain(newcomer.id);
});
