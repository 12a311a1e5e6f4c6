import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { auditEvents, outbox, pushSubscriptions, sessions } from "#db/tables/index.ts";
import { actorOf } from "#testing/actor.ts";
import { testContext } from "#testing/context.ts";
import { makeMentee, makeSession } from "#testing/factories.ts";
import { makeBrowser } from "#testing/push-browser.ts";
import { readdressDevice } from "./readdress-device.ts";
import { subscribeDevice } from "./subscribe-device.ts";
import { unsubscribeDevice } from "./unsubscribe-device.ts";

const { db } = testContext();

async function signIn(person: Awaited<ReturnType<typeof makeMentee>>) {
  const { id: sessionId } = await makeSession(db, person.id);
  return { sessionId, ctx: testContext({ actor: actorOf(person, { sessionId }) }) };
}
const subscription = async () => (await makeBrowser()).subscription;

/** Somebody with a device turned on, and the address that its push service gives it then. */
async function personWithDevice() {
  const person = await makeMentee(db);
  const { ctx, sessionId } = await signIn(person);
  const [before, now] = [await subscription(), await subscription()];
  const { id } = await subscribeDevice(ctx, before);
  return { person, ctx, sessionId, id, before, now, change: { from: before.endpoint, ...now } };
}
const rowsOf = (userId: string) =>
  db.select().from(pushSubscriptions).where(eq(pushSubscriptions.userId, userId));
const trailOf = ({ requestId }: { requestId: string }) =>
  db.select().from(auditEvents).where(eq(auditEvents.requestId, requestId));

it("puts the new address in the old one's place, with a trail that holds neither, and says it once", async () => {
  const { person, sessionId, id, before, now, change } = await personWithDevice();
  await db
    .update(pushSubscriptions)
    .set({ failures: 3, failedAt: new Date() })
    .where(eq(pushSubscriptions.id, id));
  const ctx = testContext({ actor: actorOf(person, { sessionId }) });
  await readdressDevice(ctx, change);
  expect(ctx.roundTrips()).toBe(1);
  await readdressDevice(ctx, change);
  const { endpoint, keys } = now;
  expect(await rowsOf(person.id)).toMatchObject([
    { id, sessionId, endpoint, ...keys, failures: 0, failedAt: null },
  ]);
  const trail = await trailOf(ctx);
  expect(trail).toMatchObject([{ action: "device.readdressed", actorId: person.id, after: { id } }]);
  for (const secret of [before.endpoint, endpoint, keys.auth]) {
    expect(JSON.stringify(trail)).not.toContain(secret);
  }
  const owed = await db.select().from(outbox).where(eq(outbox.requestId, ctx.requestId));
  expect(owed).toMatchObject([{ kind: "live.apply-devices", payload: { userId: person.id } }]);
});

it("turns nothing on for another account that is signed in there by then, and takes nothing from the first", async () => {
  const { person, id, before, change } = await personWithDevice();
  const other = await makeMentee(db);
  const { ctx } = await signIn(other);
  await readdressDevice(ctx, change);
  expect(await rowsOf(other.id)).toEqual([]);
  expect(await rowsOf(person.id)).toMatchObject([{ id, endpoint: before.endpoint }]);
  expect(await trailOf(ctx)).toEqual([]);
  expect(ctx.relayOwed()).toBe(false);
});

it("makes no device of an address that nobody had, or whose device was removed", async () => {
  const { person, ctx, id, change } = await personWithDevice();
  await readdressDevice(ctx, { ...change, from: (await subscription()).endpoint });
  expect(await rowsOf(person.id)).toMatchObject([{ id, endpoint: change.from }]);
  await unsubscribeDevice(ctx, { id });
  await readdressDevice(ctx, change);
  expect(await rowsOf(person.id)).toEqual([]);
});

it("takes no address that another device stands at", async () => {
  const { person, ctx, before, now, change } = await personWithDevice();
  const other = await makeMentee(db);
  await subscribeDevice((await signIn(other)).ctx, now);
  await readdressDevice(ctx, change);
  expect(await rowsOf(person.id)).toMatchObject([{ endpoint: before.endpoint }]);
  expect(await rowsOf(other.id)).toMatchObject([{ endpoint: now.endpoint }]);
});

it("leaves this sign-in one device where the old address was another of the person's", async () => {
  const { person, ctx, sessionId, id } = await personWithDevice();
  const [elsewhere, third] = [await subscription(), await subscription()];
  const [phone, other] = [await signIn(person), await signIn(await makeMentee(db))];
  const from = await subscribeDevice(phone.ctx, elsewhere);
  const strangers = await subscribeDevice(other.ctx, await subscription());
  await readdressDevice(ctx, { from: (await subscription()).endpoint, ...third });
  expect((await rowsOf(person.id)).map((row) => row.id).toSorted()).toEqual([id, from.id].toSorted());
  await readdressDevice(ctx, { from: elsewhere.endpoint, ...third });
  expect(await rowsOf(person.id)).toMatchObject([{ ...from, sessionId, endpoint: third.endpoint }]);
  expect(
    await db.select().from(pushSubscriptions).where(eq(pushSubscriptions.id, strangers.id)),
  ).toHaveLength(1);
});

it("goes on after the sign-in ran out, when the same person is signed in there", async () => {
  const { person, sessionId, now, change } = await personWithDevice();
  await db.delete(sessions).where(eq(sessions.id, sessionId));
  const again = await signIn(person);
  await readdressDevice(again.ctx, change);
  expect(await rowsOf(person.id)).toMatchObject([{ sessionId: again.sessionId, endpoint: now.endpoint }]);
});

it("takes a push service's address alone, of the signed-in alone, where there is push", async () => {
  const { person, ctx, before, change } = await personWithDevice();
  const elsewhere = { ...change, endpoint: "https://intern.example/send/1" };
  await expect(readdressDevice(ctx, elsewhere)).rejects.toMatchObject({ code: "invalid_input" });
  const stranger = testContext();
  await expect(readdressDevice(stranger, change)).rejects.toMatchObject({ code: "not_signed_in" });
  await stranger.settled();
  const off = Object.assign((await signIn(person)).ctx, { push: null });
  await expect(readdressDevice(off, change)).rejects.toMatchObject({ code: "not_found" });
  expect(await rowsOf(person.id)).toMatchObject([{ endpoint: before.endpoint }]);
});
