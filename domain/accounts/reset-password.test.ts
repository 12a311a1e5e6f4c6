import { eq, sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { auditEvents, outbox, sessions, users, verifications } from "#db/tables/index.ts";
import { newId } from "#domain/ids.ts";
import { jobSchema } from "#domain/outbox/jobs.ts";
import { afterReading } from "#testing/after-reading.ts";
import { type TestContext, testContext } from "#testing/context.ts";
import { resetLink } from "./links.ts";
import { requestPasswordReset } from "./request-password-reset.ts";
import { resetPassword } from "./reset-password.ts";
import { signIn } from "./sign-in.ts";
import { signUp } from "./sign-up.ts";

const oldPassword = "a sentence works well";
const newPassword = "another sentence works too";
const fromNewAddress = () => testContext({ ip: `2001:db8::${newId()}` });

async function member(ctx: TestContext) {
  const email = `${newId()}@people.example`;
  const { userId } = await signUp(ctx, { name: "Ada", email, password: oldPassword });
  await ctx.db.update(users).set({ emailVerified: true }).where(eq(users.id, userId));
  return { email, userId };
}

/** The id that the letter's job carries. */
async function askForReset(email: string): Promise<{ ctx: TestContext; verificationId: string }> {
  const ctx = fromNewAddress();
  await requestPasswordReset(ctx, { email });
  expect(ctx.roundTrips()).toBeLessThanOrEqual(2);
  const [row] = await ctx.db.select().from(outbox).where(eq(outbox.requestId, ctx.requestId));
  const job = jobSchema.parse(row?.payload);
  if (job.kind !== "mail.reset-password") throw new Error(`owed ${job.kind}`);
  return { ctx, verificationId: job.verificationId };
}

async function tokenOf(ctx: TestContext, verificationId: string): Promise<string> {
  const link = await resetLink(ctx, verificationId);
  return new URL(link!.url).searchParams.get("token")!;
}

it("sets a new password by the letter's link and ends every session", async () => {
  const { email, userId } = await member(fromNewAddress());
  await signIn(fromNewAddress(), { email, password: oldPassword });
  const { ctx, verificationId } = await askForReset(email);
  expect(await resetLink(ctx, verificationId)).toMatchObject({
    user: { id: userId, email, name: "Ada" },
    url: expect.stringMatching(/^http:\/\/atas\.test\/reset-password\?token=/),
  });
  const asking = fromNewAddress();
  await resetPassword(asking, { token: await tokenOf(ctx, verificationId), password: newPassword });
  expect(asking.roundTrips()).toBeLessThanOrEqual(2);

  expect(await ctx.db.select().from(sessions).where(eq(sessions.userId, userId))).toEqual([]);
  await expect(signIn(ctx, { email, password: oldPassword })).rejects.toMatchObject({
    code: "wrong_credentials",
  });
  expect(await signIn(ctx, { email, password: newPassword })).toMatchObject({ userId });
  const events = await ctx.db.select().from(auditEvents).where(eq(auditEvents.targetId, userId));
  const actions = events.map((event) => event.action);
  expect(actions).toContain("account.reset-requested");
  expect(actions).toContain("account.password-reset");
  await ctx.settled();
});

it("lets a link work once", async () => {
  const { email } = await member(fromNewAddress());
  const { ctx, verificationId } = await askForReset(email);
  const token = await tokenOf(ctx, verificationId);
  await resetPassword(ctx, { token, password: newPassword });
  await expect(resetPassword(ctx, { token, password: "a third sentence works" })).rejects.toMatchObject({
    code: "token_expired",
  });
  expect(await resetLink(ctx, verificationId)).toBeNull();
});

it("sets one password when a link is used twice at once", async () => {
  const { email, userId } = await member(fromNewAddress());
  const { ctx, verificationId } = await askForReset(email);
  const token = await tokenOf(ctx, verificationId);
  const late = afterReading(fromNewAddress(), () => resetPassword(ctx, { token, password: newPassword }));
  await expect(resetPassword(late, { token, password: "a third sentence works" })).rejects.toMatchObject({
    code: "token_expired",
    publicMessage: expect.stringContaining("does not work"),
  });
  expect(await signIn(fromNewAddress(), { email, password: newPassword })).toMatchObject({ userId });
});

it("ends a session that was opened while the new password was being set", async () => {
  const { email, userId } = await member(fromNewAddress());
  const { ctx, verificationId } = await askForReset(email);
  const token = await tokenOf(ctx, verificationId);
  const late = afterReading(ctx, () => signIn(fromNewAddress(), { email, password: oldPassword }));
  await resetPassword(late, { token, password: newPassword });
  expect(await ctx.db.select().from(sessions).where(eq(sessions.userId, userId))).toEqual([]);
});

it("refuses a link that is too old, and has none to send", async () => {
  const { email } = await member(fromNewAddress());
  const { ctx, verificationId } = await askForReset(email);
  const token = await tokenOf(ctx, verificationId);
  await ctx.db
    .update(verifications)
    .set({ expiresAt: sql`now() - interval '1 minute'` })
    .where(eq(verifications.id, verificationId));
  await expect(resetPassword(ctx, { token, password: newPassword })).rejects.toMatchObject({
    code: "token_expired",
  });
  expect(await resetLink(ctx, verificationId)).toBeNull();
});

it("answers a stranger's address like a member's, and owes nothing", async () => {
  const ctx = fromNewAddress();
  expect(await requestPasswordReset(ctx, { email: `${newId()}@people.example` })).toBeUndefined();
  expect(await ctx.db.select().from(outbox).where(eq(outbox.requestId, ctx.requestId))).toEqual([]);
});

it("stops who asks for letters to one address again and again", async () => {
  const email = `${newId()}@people.example`;
  for (let i = 0; i < 10; i++) await requestPasswordReset(fromNewAddress(), { email });
  const last = fromNewAddress();
  await expect(requestPasswordReset(last, { email })).rejects.toMatchObject({ code: "rate_limited" });
  await last.settled();
});

it("keeps a new password to the rules of a first one", async () => {
  await expect(resetPassword(testContext(), { token: "x", password: "short" })).rejects.toMatchObject({
    code: "invalid_input",
    fields: { password: expect.stringContaining("Twelve") },
  });
});
