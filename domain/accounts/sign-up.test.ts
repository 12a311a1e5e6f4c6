import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { accounts, auditEvents, outbox, profiles, sessions, users } from "#db/tables/index.ts";
import { newId } from "#domain/ids.ts";
import { testContext } from "#testing/context.ts";
import { meanwhile } from "#testing/meanwhile.ts";
import { signUp } from "./sign-up.ts";

const password = "a sentence works well";
const newEmail = () => `${newId()}@people.example`;

it("makes account, profile, password, audit event and letter in one statement, and signs nobody in", async () => {
  const ctx = testContext();
  const email = newEmail();
  const { userId } = await signUp(ctx, { name: "  Elif Yıldız ", email: email.toUpperCase(), password });
  expect(ctx.roundTrips()).toBeLessThanOrEqual(2);

  const [user] = await ctx.db.select().from(users).where(eq(users.id, userId));
  expect(user).toMatchObject({ name: "Elif Yıldız", email, emailVerified: false, roles: ["mentee"] });
  expect(await ctx.db.select().from(profiles).where(eq(profiles.userId, userId))).toHaveLength(1);
  expect(await ctx.db.select().from(sessions).where(eq(sessions.userId, userId))).toHaveLength(0);
  const [event] = await ctx.db.select().from(auditEvents).where(eq(auditEvents.targetId, userId));
  expect(event).toMatchObject({ action: "account.created", actorKind: "user", actorId: userId });
  expect(JSON.stringify(event)).not.toContain(password);
  const owed = await ctx.db
    .select()
    .from(outbox)
    .where(eq(outbox.requestId, ctx.requestId))
    .orderBy(outbox.id);
  expect(owed.map((row) => row.payload)).toEqual([{ kind: "mail.verify-email", userId }]);
  expect(ctx.relayOwed()).toBe(true);
});

it("keeps the password as node:crypto's scrypt would have it, and not in the clear", async () => {
  const ctx = testContext();
  const { scryptSync } = await import("node:crypto");
  const { userId } = await signUp(ctx, { name: "Ada", email: newEmail(), password });
  const [account] = await ctx.db.select().from(accounts).where(eq(accounts.userId, userId));
  const [salt = "", key] = (account?.password ?? "").split(":");
  const expected = scryptSync(password, salt, 64, { N: 16384, r: 16, p: 1, maxmem: 128 * 16384 * 16 * 2 });
  expect(key).toBe(expected.toString("hex"));
});

it("refuses an address that has an account and leaves nothing of the second try", async () => {
  const ctx = testContext();
  const email = newEmail();
  await signUp(ctx, { name: "First", email, password });
  const again = testContext();
  await expect(signUp(again, { name: "Second", email, password })).rejects.toMatchObject({
    code: "email_taken",
    fields: { email: expect.stringContaining("Sign in") },
  });
  expect(await ctx.db.select().from(users).where(eq(users.email, email))).toHaveLength(1);
  expect(
    await ctx.db.select().from(outbox).where(eq(outbox.requestId, again.requestId)).orderBy(outbox.id),
  ).toEqual([]);
  expect(again.relayOwed()).toBe(false);
});

it("names each field that needs another look", async () => {
  const refused = signUp(testContext(), { name: " ", email: "not an address", password: "short" });
  await expect(refused).rejects.toMatchObject({
    code: "invalid_input",
    fields: { name: expect.any(String), email: expect.any(String), password: expect.any(String) },
  });
});

it("takes any script, markup and emoji as a name, and keeps it as it was written", async () => {
  const ctx = testContext();
  const name = `<script>alert(1)</script> محمد 🌱`;
  const { userId } = await signUp(ctx, { name, email: newEmail(), password });
  const [user] = await ctx.db.select().from(users).where(eq(users.id, userId));
  expect(user?.name).toBe(name);
});

it("lets who was first keep the address, and leaves nothing of who came in between reading and writing", async () => {
  const email = newEmail();
  const first = testContext();
  const late = testContext();
  const second = meanwhile(late, () => signUp(first, { name: "First", email, password }));
  await expect(signUp(second, { name: "Second", email, password })).rejects.toMatchObject({
    code: "email_taken",
  });
  expect(await late.db.select({ name: users.name }).from(users).where(eq(users.email, email))).toEqual([
    { name: "First" },
  ]);
  expect(await late.db.select().from(auditEvents).where(eq(auditEvents.requestId, late.requestId))).toEqual(
    [],
  );
  expect(late.relayOwed()).toBe(false);
});
