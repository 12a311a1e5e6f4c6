import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { auditDenials, auditEvents, connections, outbox } from "#db/tables/index.ts";
import { actorOf } from "#testing/actor.ts";
import { testContext } from "#testing/context.ts";
import { makeConnection, makeMentee, makeMentor, type Person } from "#testing/factories.ts";
import { newId } from "../ids.ts";
import { acceptConnection } from "./accept-connection.ts";
import { declineConnection } from "./decline-connection.ts";
import { inviteConnection } from "./invite-connection.ts";
import { removeConnection } from "./remove-connection.ts";

const { db } = testContext();
const as = (person: Person, overrides = {}) => testContext({ actor: actorOf(person), ...overrides });
const rowOf = async (id: string) => (await db.select().from(connections).where(eq(connections.id, id)))[0];
const jobsOf = async (requestId: string) =>
  (await db.select().from(outbox).where(eq(outbox.requestId, requestId))).map(({ payload }) => payload);
const two = () => Promise.all([makeMentee(db), makeMentor(db)]);

it("invites once, however often it is said, tells the other once, and is in the trail", async () => {
  const [me, other] = await two();
  const ctx = as(me);
  const { id, state } = await inviteConnection(ctx, { userId: other.id });
  expect(state).toBe("invited");
  expect(ctx.roundTrips()).toBe(2);
  expect(await inviteConnection(ctx, { userId: other.id })).toEqual({ id, state: "invited" });
  expect(await rowOf(id)).toMatchObject({ state: "invited", invitedBy: me.id });
  expect(await jobsOf(ctx.requestId)).toEqual([
    { kind: "live.notify-connection", userId: other.id, connectionId: id, event: "connection.invited" },
  ]);
  const events = await db.select().from(auditEvents).where(eq(auditEvents.targetId, id));
  expect(events).toMatchObject([
    { action: "connection.invited", actorId: me.id, after: { state: "invited", with: other.id } },
  ]);
});

it("is a yes where the other has invited, even one who hides", async () => {
  const [me, other] = [await makeMentee(db), await makeMentor(db, { visibility: "hidden" })];
  const { id } = await inviteConnection(as(other), { userId: me.id });
  const ctx = as(me);
  expect(await inviteConnection(ctx, { userId: other.id })).toEqual({ id, state: "connected" });
  expect(ctx.roundTrips()).toBeLessThanOrEqual(3);
  expect(await jobsOf(ctx.requestId)).toEqual([
    { kind: "graph.project-connection", connectionId: id },
    { kind: "live.notify-connection", userId: other.id, connectionId: id, event: "connection.accepted" },
  ]);
  expect(await inviteConnection(as(me), { userId: other.id })).toEqual({ id, state: "connected" });
});

it("is possible again after a no and after a removal, and each row's time moves on", async () => {
  const [me, other] = await two();
  const now = new Date("2026-05-01T10:00:00Z");
  const ctx = as(me, { now: () => now });
  const { id } = await inviteConnection(ctx, { userId: other.id });
  await declineConnection(as(other, { now: () => now }), { id });
  expect(await inviteConnection(ctx, { userId: other.id })).toEqual({ id, state: "invited" });
  await acceptConnection(as(other, { now: () => now }), { id });
  await removeConnection(as(me, { now: () => now }), { id });
  expect(await inviteConnection(as(other, { now: () => now }), { userId: me.id })).toEqual({
    id,
    state: "invited",
  });
  expect(await rowOf(id)).toMatchObject({
    invitedBy: other.id,
    since: now,
    updatedAt: new Date(now.getTime() + 5),
  });
});

it.each([
  ["hidden", { visibility: "hidden" as const }],
  ["open to connections alone", { visibility: "connections" as const }],
  ["not past the onboarding", { onboardedAt: null }],
])("finds nobody who is %s, as if there were none, and records it", async (_, profile) => {
  const [me, other] = [await makeMentee(db), await makeMentor(db, profile)];
  const ctx = as(me);
  await expect(inviteConnection(ctx, { userId: other.id })).rejects.toMatchObject({ code: "not_found" });
  await expect(inviteConnection(ctx, { userId: newId() })).rejects.toMatchObject({ code: "not_found" });
  await ctx.settled();
  const denials = await db.select().from(auditDenials).where(eq(auditDenials.requestId, ctx.requestId));
  expect(denials.map(({ targetId }) => targetId)).toContain(other.id);
});

it("invites nobody who hid between the look and the change", async () => {
  const [me, other] = await two();
  const late = await makeMentor(db, { visibility: "hidden" });
  const former = await makeConnection(db, me.id, late.id, { state: "removed" });
  await expect(inviteConnection(as(me), { userId: late.id })).rejects.toMatchObject({ code: "not_found" });
  expect(await rowOf(former.id)).toMatchObject({ state: "removed" });
  expect(other.id).not.toBe(me.id);
});

it("refuses oneself, what is no id, and strangers", async () => {
  const me = await makeMentee(db);
  await expect(inviteConnection(as(me), { userId: me.id })).rejects.toMatchObject({ code: "invalid_input" });
  await expect(inviteConnection(as(me), { userId: "x" })).rejects.toMatchObject({ code: "invalid_input" });
  await expect(inviteConnection(testContext(), { userId: me.id })).rejects.toMatchObject({
    code: "not_signed_in",
  });
});

it("lets nobody flood many people, or one person", async () => {
  const [me, other] = await two();
  const ctx = as(me);
  for (let time = 0; time < 3; time++) {
    const { id } = await inviteConnection(ctx, { userId: other.id });
    await declineConnection(as(other), { id });
  }
  const refused = { code: "rate_limited", retryAfterSeconds: expect.any(Number) };
  await expect(inviteConnection(ctx, { userId: other.id })).rejects.toMatchObject(refused);
  for (let person = 0; person < 16; person++) {
    await inviteConnection(ctx, { userId: (await makeMentee(db)).id });
  }
  const one = await makeMentee(db);
  await expect(inviteConnection(ctx, { userId: one.id })).rejects.toMatchObject(refused);
  await ctx.settled();
});
