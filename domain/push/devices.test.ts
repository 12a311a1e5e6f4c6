import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { auditEvents, outbox, pushSubscriptions, sessions } from "#db/tables/index.ts";
import { actorOf } from "#testing/actor.ts";
import { testContext, testJobContext } from "#testing/context.ts";
import { makeMentee, makeSession } from "#testing/factories.ts";
import { makeBrowser } from "#testing/push-browser.ts";
import { signOut } from "../accounts/sign-out.ts";
import { loadPreferencesPage } from "../preferences/load-preferences-page.ts";
import { applyDevices } from "./apply-devices.ts";
import { deviceLabel } from "./device-label.ts";
import { renewDevice } from "./renew-device.ts";
import { MAX_DEVICES } from "./schema.ts";
import { subscribeDevice } from "./subscribe-device.ts";
import { unsubscribeDevice } from "./unsubscribe-device.ts";

const { db } = testContext();
const firefox = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0";

/** Signs somebody in: again on another browser, or once more on the same. */
async function signIn(person: Awaited<ReturnType<typeof makeMentee>>) {
  const { id: sessionId } = await makeSession(db, person.id);
  return testContext({ actor: actorOf(person, { sessionId }), userAgent: firefox });
}
const rowsOf = (userId: string) =>
  db.select().from(pushSubscriptions).where(eq(pushSubscriptions.userId, userId));
const subscription = async () => (await makeBrowser()).subscription;

it("keeps a browser once, with a trail and a word to the inbox, and neither address nor keys in the trail", async () => {
  const person = await makeMentee(db);
  const ctx = await signIn(person);
  const device = await subscription();
  const { id } = await subscribeDevice(ctx, device);
  expect(ctx.roundTrips()).toBe(2);
  expect(ctx.relayOwed()).toBe(true);
  expect(await subscribeDevice(ctx, device)).toEqual({ id });
  expect(await rowsOf(person.id)).toMatchObject([
    { id, endpoint: device.endpoint, label: "Firefox on Windows", lastSuccessAt: null },
  ]);
  const trail = await db.select().from(auditEvents).where(eq(auditEvents.targetId, id));
  expect(trail).toMatchObject([{ action: "device.subscribed", actorId: person.id, after: { moved: false } }]);
  for (const secret of [device.endpoint, device.keys.auth, device.keys.p256dh]) {
    expect(JSON.stringify(trail)).not.toContain(secret);
  }
  const owed = await db.select().from(outbox).where(eq(outbox.requestId, ctx.requestId));
  expect(owed).toMatchObject([{ kind: "live.apply-devices", payload: { userId: person.id } }]);
});

it("takes the new address of the same sign-in for the old one", async () => {
  const person = await makeMentee(db);
  const ctx = await signIn(person);
  await subscribeDevice(ctx, await subscription());
  const renewed = await subscription();
  await subscribeDevice(ctx, renewed);
  expect((await rowsOf(person.id)).map(({ endpoint }) => endpoint)).toEqual([renewed.endpoint]);
});

it("moves a browser to the account that uses it now, and away from the other, with nothing of what failed", async () => {
  const [before, now] = [await makeMentee(db), await makeMentee(db)];
  const device = await subscription();
  const { id } = await subscribeDevice(await signIn(before), device);
  await db
    .update(pushSubscriptions)
    .set({ failures: 6, failedAt: new Date() })
    .where(eq(pushSubscriptions.id, id));
  expect(await subscribeDevice(await signIn(now), device)).toEqual({ id });
  expect(await rowsOf(before.id)).toEqual([]);
  expect(await rowsOf(now.id)).toMatchObject([
    { id, endpoint: device.endpoint, failures: 0, failedAt: null },
  ]);
});

it("takes ten browsers of a person and no more, until one is removed", async () => {
  const person = await makeMentee(db);
  const first = await subscribeDevice(await signIn(person), await subscription());
  for (let n = 1; n < MAX_DEVICES; n += 1) await subscribeDevice(await signIn(person), await subscription());
  const late = await signIn(person);
  const device = await subscription();
  await expect(subscribeDevice(late, device)).rejects.toMatchObject({
    code: "conflict",
    publicMessage: expect.stringContaining("Remove one first"),
  });
  expect(await rowsOf(person.id)).toHaveLength(MAX_DEVICES);
  await unsubscribeDevice(late, first);
  await subscribeDevice(late, device);
  // one that is there already is none too many
  await subscribeDevice(late, await subscription());
  expect(await rowsOf(person.id)).toHaveLength(MAX_DEVICES);
});

it.each([
  ["a host that is no push service", "https://intern.example/send/1"],
  ["a host that begins like one", "https://fcm.googleapis.com.evil.example/1"],
  ["a host that ends like one", "https://evilfcm.googleapis.com/1"],
  ["this machine", "https://127.0.0.1/1"],
  ["another port", "https://fcm.googleapis.com:8443/1"],
  ["a name and password", "https://me:secret@fcm.googleapis.com/1"],
  ["plain http", "http://fcm.googleapis.com/1"],
  ["a file", "file:///etc/passwd"],
  ["what is no address", "fcm.googleapis.com"],
  ["one that is too long", `https://fcm.googleapis.com/${"a".repeat(1_000)}`],
])("refuses %s", async (_, endpoint) => {
  const person = await makeMentee(db);
  const { keys } = await subscription();
  const attempt = subscribeDevice(await signIn(person), { endpoint, keys });
  await expect(attempt).rejects.toMatchObject({ code: "invalid_input" });
  expect(await rowsOf(person.id)).toEqual([]);
});

it.each([
  "https://fcm.googleapis.com/fcm/send/c:APA91b",
  "https://updates.push.services.mozilla.com/wpush/v2/gAAA",
  "https://wns2-par02p.notify.windows.com/w/?token=BQYA",
  "https://web.push.apple.com/QGuQ",
])("takes %s", async (address) => {
  const { keys } = await subscription();
  const endpoint = `${address}${crypto.randomUUID()}`;
  await expect(
    subscribeDevice(await signIn(await makeMentee(db)), { endpoint, keys }),
  ).resolves.toBeDefined();
});

it("refuses keys that no browser makes, one that lies on no curve too", async () => {
  const ctx = await signIn(await makeMentee(db));
  const { endpoint, keys } = await subscription();
  for (const wrong of [
    { p256dh: `B${"A".repeat(86)}` },
    { p256dh: "BAAA" },
    { auth: "short" },
    { auth: "" },
  ]) {
    const attempt = subscribeDevice(ctx, { endpoint, keys: { ...keys, ...wrong } });
    await expect(attempt).rejects.toMatchObject({ code: "invalid_input" });
  }
});

it("is for the signed-in, and nowhere where no keys are set", async () => {
  const stranger = testContext();
  const device = await subscription();
  for (const attempt of [
    subscribeDevice(stranger, device),
    renewDevice(stranger, device),
    unsubscribeDevice(stranger, { id: crypto.randomUUID() }),
    loadPreferencesPage(stranger),
  ]) {
    await expect(attempt).rejects.toMatchObject({ code: "not_signed_in" });
  }
  await stranger.settled();
  const off = Object.assign(await signIn(await makeMentee(db)), { push: null });
  await expect(subscribeDevice(off, device)).rejects.toMatchObject({ code: "not_found" });
  expect((await loadPreferencesPage(off)).push).toBeNull();
});

it("shows a person their own browsers in one round trip, this one and those that are signed out marked", async () => {
  const person = await makeMentee(db);
  const [laptop, phone, old] = [await signIn(person), await signIn(person), await signIn(person)];
  for (const ctx of [laptop, phone, old]) await subscribeDevice(ctx, await subscription());
  await db
    .update(sessions)
    .set({ expiresAt: new Date(0) })
    .where(eq(sessions.id, sessionOf(old)));
  const reading = testContext({ actor: laptop.actor });
  const { push, timeZone } = await loadPreferencesPage(reading);
  expect(reading.roundTrips()).toBe(1);
  expect(timeZone).toBe(person.profile?.timeZone ?? timeZone);
  expect(push?.devices.map(({ isThis, signedOut }) => [isThis, signedOut])).toEqual([
    [false, true],
    [false, false],
    [true, false],
  ]);
  expect(JSON.stringify(push)).not.toContain("fcm.googleapis.com");
});

it("removes a browser for its owner alone, and tells the inbox when none is left", async () => {
  const [person, other] = [await makeMentee(db), await makeMentee(db)];
  const device = await subscribeDevice(await signIn(person), await subscription());
  await unsubscribeDevice(await signIn(other), device);
  expect(await rowsOf(person.id)).toHaveLength(1);
  const heard = testJobContext();
  await applyDevices(heard, { userId: person.id });
  await unsubscribeDevice(await signIn(person), device);
  await unsubscribeDevice(await signIn(person), device);
  await applyDevices(heard, { userId: person.id });
  expect(heard.effects.pushed.map(({ isPushed }) => isPushed)).toEqual([true, false]);
});

it("lets no late word that there is no browser stand against one that was turned on meanwhile", async () => {
  const person = await makeMentee(db);
  const late = testJobContext();
  const said: boolean[] = [];
  late.inboxWriter.setPushed = async (userId, isPushed) => {
    if (said.length === 0) {
      await subscribeDevice(await signIn(person), await subscription());
      await applyDevices(testJobContext(), { userId });
    }
    said.push(isPushed);
  };
  await applyDevices(late, { userId: person.id });
  expect(said).toEqual([false, true]);
});

it("signing out ends the notifications of that browser and of no other", async () => {
  const person = await makeMentee(db);
  const [here, there] = [await signIn(person), await signIn(person)];
  await subscribeDevice(here, await subscription());
  const kept = await subscribeDevice(there, await subscription());
  await signOut(here);
  expect(await rowsOf(person.id)).toMatchObject([kept]);
});

it("a sign-in that ran out silences its browser, until its person signs in there again", async () => {
  const [person, other] = [await makeMentee(db), await makeMentee(db)];
  const device = await subscription();
  const before = await signIn(person);
  await subscribeDevice(before, device);
  await db.delete(sessions).where(eq(sessions.id, sessionOf(before)));
  const isHeard = async () => {
    const ctx = testJobContext();
    await applyDevices(ctx, { userId: person.id });
    return ctx.effects.pushed[0]?.isPushed;
  };
  expect(await isHeard()).toBe(false);
  await renewDevice(await signIn(other), device);
  expect(await isHeard()).toBe(false);
  const again = await signIn(person);
  await renewDevice(again, device);
  await renewDevice(again, device);
  expect(await isHeard()).toBe(true);
  // one that was removed from elsewhere does not come back by itself
  const [row] = await rowsOf(person.id);
  await unsubscribeDevice(await signIn(person), { id: row?.id ?? "" });
  await renewDevice(await signIn(person), device);
  expect(await rowsOf(person.id)).toEqual([]);
});

it.each([
  [
    "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/142.0.0.0 Mobile Safari/537.36",
    "Chrome on Android",
  ],
  [
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/19.0 Safari/605.1.15",
    "Safari on a Mac",
  ],
  [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Mobile/15E148 Safari/604.1",
    "Safari on an iPhone",
  ],
  ["Mozilla/5.0 (Windows NT 10.0) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0", "Edge on Windows"],
  ["curl/8", "A browser"],
  [null, "A browser"],
])("calls %s by a name that its person knows", (userAgent, label) => {
  expect(deviceLabel(userAgent)).toBe(label);
});

const sessionOf = ({ actor }: { actor: ReturnType<typeof testContext>["actor"] }): string =>
  actor.kind === "user" ? actor.sessionId : "";
