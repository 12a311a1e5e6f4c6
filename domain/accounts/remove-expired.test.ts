import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { searchRankings, sessions, verifications } from "#db/tables/index.ts";
import { newId } from "#domain/ids.ts";
import { testJobContext } from "#testing/context.ts";
import { makeSession, makeUser } from "#testing/factories.ts";
import { removeExpired } from "./remove-expired.ts";

// Long ago, so that nothing of other tests has expired by then.
const at = (minute: number) => new Date(Date.UTC(2001, 0, 1, 12, minute));
const atTheHour = (actor?: { kind: "anonymous" }) =>
  testJobContext({ now: () => at(0), ...(actor && { actor }) });

async function rows(userId: string) {
  const { db } = testJobContext();
  const [ended, going] = await Promise.all([makeSession(db, userId), makeSession(db, userId)]);
  await db
    .update(sessions)
    .set({ expiresAt: at(0) })
    .where(eq(sessions.id, ended.id));
  await db
    .update(sessions)
    .set({ expiresAt: at(1) })
    .where(eq(sessions.id, going.id));
  const token = { identifier: `reset-password:${newId()}`, value: userId };
  await db.insert(verifications).values([
    { ...token, id: newId(), expiresAt: at(-1) },
    { ...token, id: newId(), expiresAt: at(1) },
  ]);
  await db.insert(searchRankings).values([
    { token: newId(), readerId: userId, ranked: [], expiresAt: at(0) },
    { token: newId(), readerId: userId, ranked: [], expiresAt: at(1) },
  ]);
  return going.id;
}

it("removes the sessions, tokens and rankings that have expired, in one round trip, and leaves the others", async () => {
  const { db } = testJobContext();
  const { id } = await makeUser(db);
  const going = await rows(id);
  const ctx = atTheHour();
  // Three of these; those of other tests that have expired count too.
  expect(await removeExpired(ctx)).toBeGreaterThanOrEqual(3);
  expect(ctx.roundTrips()).toBe(1);
  const left = await db.select({ id: sessions.id }).from(sessions).where(eq(sessions.userId, id));
  expect(left).toEqual([{ id: going }]);
  expect(await db.select().from(verifications).where(eq(verifications.value, id))).toHaveLength(1);
  expect(await db.select().from(searchRankings).where(eq(searchRankings.readerId, id))).toHaveLength(1);
});

it("waits for the hour", async () => {
  const ctx = testJobContext({ now: () => at(1) });
  expect(await removeExpired(ctx)).toBe(0);
  expect(ctx.roundTrips()).toBe(0);
});

it("is a job's work alone", async () => {
  const ctx = atTheHour({ kind: "anonymous" });
  await expect(removeExpired(ctx)).rejects.toMatchObject({ code: "not_signed_in" });
  await ctx.settled();
});
