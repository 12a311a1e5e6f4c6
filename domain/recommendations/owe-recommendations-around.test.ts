import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { connections, outbox, profiles, users } from "#db/tables/index.ts";
import { testContext, testJobContext } from "#testing/context.ts";
import { makeConnection, makeMentee, makeMentor } from "#testing/factories.ts";
import type { JobContext } from "../context.ts";
import { projectConnection } from "../graph/project-connection.ts";
import { projectPerson } from "../graph/project-person.ts";
import { newId } from "../ids.ts";
import { measureStaleness } from "./measure-staleness.ts";
import { oweRecommendationsAround } from "./owe-recommendations-around.ts";

const low = (one: string, other: string) => (one < other ? one : other);
const high = (one: string, other: string) => (one < other ? other : one);
const HOUR_MS = 3_600_000;
const absent = { absent: true, run: async () => [] };
const owedBy = async (ctx: JobContext) =>
  (await ctx.db.select().from(outbox).where(eq(outbox.requestId, ctx.requestId))).map(
    (job) => (job.payload as { userId: string }).userId,
  );

it("owes fresh ones to the person, their friends and friends' friends who are about, and sends nothing yet", async () => {
  const ctx = testJobContext();
  const { db } = ctx;
  const [me, friend, further, third] = [
    await makeMentor(db),
    await makeMentee(db),
    await makeMentee(db),
    await makeMentee(db),
  ];
  const away = await makeMentee(db, { lastActiveAt: new Date(Date.now() - 25 * HOUR_MS) });
  const unfinished = await makeMentee(db, { onboardedAt: null });
  await makeConnection(db, me.id, friend.id);
  await makeConnection(db, friend.id, further.id);
  await makeConnection(db, further.id, third.id);
  await makeConnection(db, me.id, away.id);
  await makeConnection(db, me.id, unfinished.id);
  const invited = await makeMentee(db);
  await makeConnection(db, me.id, invited.id, { state: "invited" });

  expect(await oweRecommendationsAround(ctx, [me.id])).toBe(3);
  expect((await owedBy(ctx)).toSorted()).toEqual([me.id, friend.id, further.id].toSorted());
  expect(ctx.relayOwed()).toBe(false);
  const [row] = await db.select().from(outbox).where(eq(outbox.requestId, ctx.requestId));
  expect(row!.sentAt).toBeNull();
});

it("owes nobody twice who waits already, but again who is being worked on", async () => {
  const { db } = testContext();
  const [me, friend] = [await makeMentor(db), await makeMentee(db)];
  await makeConnection(db, me.id, friend.id);
  const first = testJobContext();
  expect(await oweRecommendationsAround(first, [me.id])).toBe(2);
  expect(await oweRecommendationsAround(testJobContext(), [me.id, friend.id])).toBe(0);
  await db.update(outbox).set({ sentAt: new Date() }).where(eq(outbox.requestId, first.requestId));
  expect(await oweRecommendationsAround(testJobContext(), [me.id])).toBe(2);
});

it("passes over hubs: what changes for one of theirs waits for the day", async () => {
  const ctx = testJobContext();
  const { db } = ctx;
  const [me, hub] = [await makeMentor(db), await makeMentee(db)];
  await makeConnection(db, me.id, hub.id);
  const crowd = Array.from({ length: 200 }, () => newId());
  await db.insert(users).values(crowd.map((id) => ({ id, name: id, email: `${id}@people.example` })));
  await db.insert(connections).values(
    crowd.map((id) => ({
      id: newId(),
      lowId: low(hub.id, id),
      highId: high(hub.id, id),
      state: "connected" as const,
    })),
  );
  // the hub is a friend, and 201 people know it: nobody beyond it, nor the hub itself by way of anybody, is owed
  await oweRecommendationsAround(ctx, [hub.id]);
  expect(await owedBy(ctx)).toEqual([hub.id]);
});

it("follows from a changed person and a changed connection, with a graph and without", async () => {
  const { db } = testContext();
  const [me, friend] = [await makeMentor(db), await makeMentee(db)];
  const connection = await makeConnection(db, me.id, friend.id);
  for (const graph of [absent, { run: async () => [] }]) {
    for (const project of [
      (ctx: JobContext) => projectPerson(ctx, { userId: me.id }),
      (ctx: JobContext) => projectConnection(ctx, { connectionId: connection.id }),
    ]) {
      const ctx = testJobContext({ graph });
      await project(ctx);
      expect((await owedBy(ctx)).toSorted()).toEqual([me.id, friend.id].toSorted());
      await db.delete(outbox).where(eq(outbox.requestId, ctx.requestId));
    }
  }
  expect(await oweRecommendationsAround(testJobContext(), [newId()])).toBe(0);
});

it("says for how many seconds somebody who is about has waited at most", async () => {
  // A time to come, in which nobody of other tests has been active.
  const now = new Date("2103-06-01T12:00:00Z");
  const ctx = testJobContext({ now: () => now });
  const { db } = ctx;
  expect(await measureStaleness(ctx)).toBe(0);
  const me = await makeMentee(db, { lastActiveAt: now });
  await oweRecommendationsAround(ctx, [me.id]);
  const mine = eq(outbox.requestId, ctx.requestId);
  await db
    .update(outbox)
    .set({ createdAt: new Date(now.getTime() - 42_000) })
    .where(mine);
  expect(await measureStaleness(ctx)).toBe(42);
  await db
    .update(profiles)
    .set({ lastActiveAt: new Date(0) })
    .where(eq(profiles.userId, me.id));
  expect(await measureStaleness(ctx)).toBe(0);
  await db.update(profiles).set({ lastActiveAt: now }).where(eq(profiles.userId, me.id));
  await db.update(outbox).set({ doneAt: now }).where(mine);
  expect(await measureStaleness(ctx)).toBe(0);
});

it("is for jobs alone", async () => {
  const ctx = Object.assign(testJobContext(), { actor: testContext().actor });
  for (const ask of [() => oweRecommendationsAround(ctx, []), () => measureStaleness(ctx)])
    await expect(ask()).rejects.toMatchObject({ code: "not_signed_in" });
});
