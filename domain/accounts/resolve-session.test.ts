import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { users } from "#db/tables/index.ts";
import { newId } from "#domain/ids.ts";
import { testContext } from "#testing/context.ts";
import { makeMentor, makeSession, makeUser } from "#testing/factories.ts";
import { resolveSession } from "./resolve-session.ts";

it("finds the person of a session in one round trip", async () => {
  const { db } = testContext();
  const person = await makeMentor(db, { timeZone: "Asia/Tokyo" });
  const session = await makeSession(db, person.id);
  const ctx = testContext();
  expect(await resolveSession(ctx, session.token)).toEqual({
    kind: "user",
    id: person.id,
    sessionId: session.id,
    name: person.name,
    email: person.email,
    emailVerified: true,
    roles: ["mentee", "mentor"],
    onboarded: true,
    timeZone: "Asia/Tokyo",
  });
  expect(ctx.roundTrips()).toBe(1);
});

it("reads the roles anew, so that a change takes effect at once", async () => {
  const ctx = testContext();
  const user = await makeUser(ctx.db);
  const { token } = await makeSession(ctx.db, user.id);
  await ctx.db
    .update(users)
    .set({ roles: ["auditor"] })
    .where(eq(users.id, user.id));
  expect(await resolveSession(ctx, token)).toMatchObject({ roles: ["auditor"] });
});

it("takes a person without a profile as not yet onboarded", async () => {
  const ctx = testContext();
  const user = await makeUser(ctx.db);
  const { token } = await makeSession(ctx.db, user.id);
  expect(await resolveSession(ctx, token)).toMatchObject({ onboarded: false, timeZone: "UTC" });
});

it("knows nobody by an expired or an unknown token", async () => {
  const ctx = testContext();
  const user = await makeUser(ctx.db);
  const { token } = await makeSession(ctx.db, user.id, { expiresAt: new Date(Date.now() - 1_000) });
  expect(await resolveSession(ctx, token)).toEqual({ kind: "anonymous" });
  expect(await resolveSession(ctx, newId())).toEqual({ kind: "anonymous" });
});
