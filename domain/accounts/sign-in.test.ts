import { and, eq } from "drizzle-orm";
import { expect, it } from "vitest";
import {
  accounts,
  auditDenials,
  auditEvents,
  outbox,
  pushSubscriptions,
  sessions,
  users,
} from "#db/tables/index.ts";
import { newId } from "#domain/ids.ts";
import { actorOf } from "#testing/actor.ts";
import { afterReading } from "#testing/after-reading.ts";
import { type TestContext, testContext } from "#testing/context.ts";
import { makeMentee, makeSession } from "#testing/factories.ts";
import { makeBrowser } from "#testing/push-browser.ts";
import { subscribeDevice } from "../push/subscribe-device.ts";
import { resolveSession } from "./resolve-session.ts";
import { signIn } from "./sign-in.ts";
import { signUp } from "./sign-up.ts";

const password = "a sentence works well";

/** An address nobody else uses, so that the limiter's objects are this test's own. */
const fromNewAddress = () => testContext({ ip: `2001:db8::${newId()}` });

async function member(ctx: TestContext, { verified = true } = {}) {
  const email = `${newId()}@people.example`;
  const { userId } = await signUp(ctx, { name: "Ada", email, password });
  await ctx.db.update(users).set({ emailVerified: verified }).where(eq(users.id, userId));
  return { email, userId };
}

it("opens a session that the cookie and the bearer token stand for, with its audit event", async () => {
  const ctx = fromNewAddress();
  const { email, userId } = await member(ctx);
  const asking = testContext({ ip: ctx.ip });
  const signedIn = await signIn(asking, { email: ` ${email.toUpperCase()} `, password });
  expect(asking.roundTrips()).toBeLessThanOrEqual(2);

  expect(signedIn.userId).toBe(userId);
  expect(signedIn.setCookie).toHaveLength(1);
  expect(signedIn.setCookie[0]).toMatch(/^atas\.session_token=.*HttpOnly; SameSite=Lax$/);
  expect(await resolveSession(ctx, signedIn.token)).toMatchObject({
    kind: "user",
    id: userId,
    onboarded: false,
  });
  const [session] = await ctx.db.select().from(sessions).where(eq(sessions.userId, userId));
  expect(session).toMatchObject({ userAgent: "tests" });
  const events = await ctx.db
    .select()
    .from(auditEvents)
    .where(and(eq(auditEvents.targetId, userId), eq(auditEvents.action, "session.opened")));
  expect(events).toMatchObject([{ actorId: userId, requestId: asking.requestId }]);
  expect(JSON.stringify(events)).not.toContain(signedIn.token);
});

it("takes the browser from whoever was signed in there before, so that it shows nothing of theirs, and leaves them their own", async () => {
  const ctx = fromNewAddress();
  const [before, { email }] = [await makeMentee(ctx.db), await member(ctx)];
  const [here, elsewhere] = [await makeSession(ctx.db, before.id), await makeSession(ctx.db, before.id)];
  const asBefore = (sessionId: string) => testContext({ ip: ctx.ip, actor: actorOf(before, { sessionId }) });
  for (const { id } of [here, elsewhere])
    await subscribeDevice(asBefore(id), (await makeBrowser()).subscription);
  const left = async () =>
    (await ctx.db.select().from(pushSubscriptions).where(eq(pushSubscriptions.userId, before.id))).map(
      ({ sessionId }) => sessionId,
    );
  const wrong = signIn(asBefore(here.id), { email, password: "not the password" });
  await expect(wrong).rejects.toMatchObject({ code: "wrong_credentials" });
  expect((await left()).toSorted()).toEqual([here.id, elsewhere.id].toSorted());
  await signIn(asBefore(here.id), { email, password });
  expect(await left()).toEqual([elsewhere.id]);
});

it("marks the cookie Secure where the product is served by HTTPS", async () => {
  const ctx = fromNewAddress();
  const { email } = await member(ctx);
  const secure = testContext({ ip: ctx.ip, appUrl: "https://atas.example" });
  const { setCookie } = await signIn(secure, { email, password });
  expect(setCookie[0]).toMatch(/^__Secure-atas\.session_token=.*; Secure/);
});

it("gives a wrong password and an unknown address the same answer, and records both", async () => {
  const ctx = fromNewAddress();
  const { email } = await member(ctx);
  const before = ctx.roundTrips();
  const wrong = await signIn(ctx, { email, password: "not the password" }).catch((error) => error);
  const unknown = await signIn(ctx, { email: `${newId()}@people.example`, password }).catch((error) => error);
  expect(wrong).toMatchObject({ code: "wrong_credentials", publicMessage: unknown.publicMessage });
  expect(unknown).toMatchObject({ code: "wrong_credentials" });
  // one to read and one to record, for each
  await ctx.settled();
  expect(ctx.roundTrips()).toBeLessThanOrEqual(before + 4);
  const denials = await ctx.db.select().from(auditDenials).where(eq(auditDenials.requestId, ctx.requestId));
  expect(denials).toHaveLength(2);
  expect(JSON.stringify(denials)).not.toContain(email);
});

it("sends who has not confirmed the address a new link instead of a session", async () => {
  const ctx = fromNewAddress();
  const { email, userId } = await member(ctx, { verified: false });
  const later = testContext({ ip: ctx.ip });
  await expect(signIn(later, { email, password })).rejects.toMatchObject({ code: "email_not_verified" });
  const owed = await ctx.db
    .select()
    .from(outbox)
    .where(eq(outbox.requestId, later.requestId))
    .orderBy(outbox.id);
  expect(owed.map((row) => row.payload)).toEqual([{ kind: "mail.verify-email", userId }]);
  expect(later.relayOwed()).toBe(true);
  expect(await ctx.db.select().from(sessions).where(eq(sessions.userId, userId))).toEqual([]);
  await later.settled();
  expect(later.roundTrips()).toBeLessThanOrEqual(3);
});

it("stops guessing at one account, from wherever it comes, and says when to try again", async () => {
  const ctx = fromNewAddress();
  const email = `${newId()}@people.example`;
  const guess = (from: TestContext) =>
    signIn(from, { email, password: "guess" }).catch((error) => error.code);
  const answers: string[] = [];
  for (let i = 0; i < 10; i++) answers.push(await guess(fromNewAddress()));
  expect(new Set(answers)).toEqual(new Set(["wrong_credentials"]));
  const refused = await signIn(ctx, { email, password: "guess" }).catch((error) => error);
  expect(refused).toMatchObject({ code: "rate_limited" });
  expect(refused.retryAfterSeconds).toBeGreaterThan(0);
  expect(refused.retryAfterSeconds).toBeLessThanOrEqual(30);
  await ctx.settled();
});

it("stops one address that tries many accounts", async () => {
  const ip = `2001:db8::${newId()}`;
  const ctx = testContext({ ip });
  // Fifty tries are spent at the limiter itself, since each at the door costs a password hash.
  for (let i = 0; i < 50; i++) {
    await ctx.limit(`sign-in:session:own:address:${ip}`, { limit: 50, periodMs: 300_000 });
  }
  const refused = signIn(ctx, { email: `${newId()}@people.example`, password: "guess" });
  await expect(refused).rejects.toMatchObject({ code: "rate_limited" });
  await ctx.settled();
});

it("counts failures alone: who signs in again and again is not stopped", async () => {
  const ctx = fromNewAddress();
  const { email } = await member(ctx);
  for (let i = 0; i < 12; i++) await signIn(ctx, { email, password });
});

it("names what is missing in the form", async () => {
  const refused = signIn(testContext(), { email: "", password: "" });
  await expect(refused).rejects.toMatchObject({
    code: "invalid_input",
    fields: { password: expect.any(String) },
  });
});

it("opens nothing by a password that was changed while it was being checked", async () => {
  const ctx = fromNewAddress();
  const { email, userId } = await member(ctx);
  const late = afterReading(ctx, () =>
    ctx.db.update(accounts).set({ password: "another" }).where(eq(accounts.userId, userId)),
  );
  await expect(signIn(late, { email, password })).rejects.toMatchObject({ code: "wrong_credentials" });
  expect(await ctx.db.select().from(sessions).where(eq(sessions.userId, userId))).toEqual([]);
  const events = await ctx.db.select().from(auditEvents).where(eq(auditEvents.targetId, userId));
  expect(events.map(({ action }) => action)).toEqual(["account.created"]);
  await ctx.settled();
});
