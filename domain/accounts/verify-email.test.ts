import { createEmailVerificationToken } from "better-auth/api";
import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { auditEvents, sessions, users } from "#db/tables/index.ts";
import { newId } from "#domain/ids.ts";
import { testContext } from "#testing/context.ts";
import { makeMentee } from "#testing/factories.ts";
import { meanwhile } from "#testing/meanwhile.ts";
import { verificationLink } from "./links.ts";
import { verifyEmail } from "./verify-email.ts";

const tokenOf = (link: string) => new URL(link).searchParams.get("token") ?? "";
const unconfirmed = (ctx: ReturnType<typeof testContext>) =>
  makeMentee(ctx.db, { user: { emailVerified: false } });

it("confirms the address by the letter's link, signs in, and writes both down", async () => {
  const ctx = testContext();
  const person = await unconfirmed(ctx);
  const link = await verificationLink(ctx, person);
  expect(link).toMatch(/^http:\/\/atas\.test\/verify-email\?token=/);
  const asking = testContext();
  const { setCookie } = await verifyEmail(asking, { token: tokenOf(link) });
  expect(asking.roundTrips()).toBeLessThanOrEqual(2);

  expect(setCookie[0]).toContain("atas.session_token=");
  const [user] = await ctx.db.select().from(users).where(eq(users.id, person.id));
  expect(user?.emailVerified).toBe(true);
  const events = await ctx.db.select().from(auditEvents).where(eq(auditEvents.targetId, person.id));
  expect(events.map((event) => event.action).toSorted()).toEqual([
    "account.email-verified",
    "session.opened",
  ]);
});

it("signs nobody in by a link that was used before", async () => {
  const ctx = testContext();
  const person = await unconfirmed(ctx);
  const token = tokenOf(await verificationLink(ctx, person));
  await verifyEmail(ctx, { token });
  expect(await verifyEmail(testContext(), { token })).toEqual({ setCookie: [] });
  expect(await ctx.db.select().from(sessions).where(eq(sessions.userId, person.id))).toHaveLength(1);
});

it("says that a link is too old", async () => {
  const ctx = testContext();
  const person = await unconfirmed(ctx);
  const token = await createEmailVerificationToken(ctx.authSecret, person.email, undefined, -1, {
    userId: person.id,
  });
  await expect(verifyEmail(ctx, { token })).rejects.toMatchObject({ code: "token_expired" });
});

it.each([
  ["no token of ours", "rubbish"],
  ["signed with another secret", "eyJhbGciOiJIUzI1NiJ9.eyJlbWFpbCI6ImFAYi5jIn0.c2lnbmF0dXJl"],
])("refuses a link that is %s", async (_, token) => {
  await expect(verifyEmail(testContext(), { token })).rejects.toMatchObject({
    code: "token_expired",
    publicMessage: expect.stringContaining("does not work"),
  });
});

it("refuses a link whose account is another one by now, and confirms nothing", async () => {
  const ctx = testContext();
  const person = await unconfirmed(ctx);
  const token = tokenOf(await verificationLink(ctx, { id: newId(), email: person.email }));
  await expect(verifyEmail(ctx, { token })).rejects.toMatchObject({ code: "token_expired" });
  const [user] = await ctx.db.select().from(users).where(eq(users.id, person.id));
  expect(user?.emailVerified).toBe(false);
});

it("asks for the token when the link is cut off", async () => {
  await expect(verifyEmail(testContext(), { token: "" })).rejects.toMatchObject({ code: "invalid_input" });
});

it("confirms and signs in once when a link is opened twice at once", async () => {
  const ctx = testContext();
  const person = await unconfirmed(ctx);
  const token = tokenOf(await verificationLink(ctx, person));
  const late = meanwhile(testContext(), () => verifyEmail(ctx, { token }));
  expect(await verifyEmail(late, { token })).toEqual({ setCookie: [] });
  expect(await ctx.db.select().from(sessions).where(eq(sessions.userId, person.id))).toHaveLength(1);
  const events = await ctx.db.select().from(auditEvents).where(eq(auditEvents.targetId, person.id));
  expect(events).toHaveLength(2);
});
