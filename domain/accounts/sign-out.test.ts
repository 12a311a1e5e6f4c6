import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { auditDenials, auditEvents, outbox, sessions } from "#db/tables/index.ts";
import { newId } from "#domain/ids.ts";
import { actorOf } from "#testing/actor.ts";
import { testContext } from "#testing/context.ts";
import { makeSession, makeUser } from "#testing/factories.ts";
import { resolveSession } from "./resolve-session.ts";
import { signOut } from "./sign-out.ts";

it("ends this session alone, in one round trip, and makes the browser forget its cookie", async () => {
  const { db } = testContext();
  const user = await makeUser(db);
  const mine = await makeSession(db, user.id);
  const other = await makeSession(db, user.id);
  const ctx = testContext({ actor: actorOf(user, { sessionId: mine.id }) });
  const { setCookie } = await signOut(ctx);

  expect(ctx.roundTrips()).toBe(1);
  expect(setCookie).toEqual(["atas.session_token=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax"]);
  expect(await resolveSession(ctx, mine.token)).toEqual({ kind: "anonymous" });
  expect(await resolveSession(ctx, other.token)).toMatchObject({ id: user.id });
  const events = await db.select().from(auditEvents).where(eq(auditEvents.targetId, user.id));
  expect(events).toMatchObject([{ action: "session.ended", actorId: user.id }]);
  const owed = await db.select().from(outbox).where(eq(outbox.requestId, ctx.requestId));
  expect(owed.map(({ payload }) => payload)).toEqual([{ kind: "live.end-session", userId: user.id }]);
});

it("is fine twice, and writes it down once", async () => {
  const { db } = testContext();
  const user = await makeUser(db);
  const session = await makeSession(db, user.id);
  const ctx = testContext({ actor: actorOf(user, { sessionId: session.id }) });
  await signOut(ctx);
  await signOut(ctx);
  expect(await db.select().from(auditEvents).where(eq(auditEvents.targetId, user.id))).toHaveLength(1);
});

it("never ends a session of somebody else", async () => {
  const { db } = testContext();
  const theirs = await makeSession(db, (await makeUser(db)).id);
  const ctx = testContext({ actor: actorOf(await makeUser(db), { sessionId: theirs.id }) });
  await signOut(ctx);
  expect(await db.select().from(sessions).where(eq(sessions.id, theirs.id))).toHaveLength(1);
});

it("refuses a stranger and counts the refusals of a minute in one row", async () => {
  const ctx = testContext({ ip: `2001:db8::${newId()}`, now: () => new Date("2026-11-24T10:00:00Z") });
  await expect(signOut(ctx)).rejects.toMatchObject({ code: "not_signed_in" });
  await expect(signOut(ctx)).rejects.toMatchObject({ code: "not_signed_in" });
  await ctx.settled();
  const rows = await ctx.db
    .select()
    .from(auditDenials)
    .where(eq(auditDenials.actorId, `anonymous:${ctx.ip}`));
  expect(rows).toMatchObject([{ action: "sign-out:session:own", count: 2 }]);
});

it("forgets the Secure cookie where the product is served by HTTPS", async () => {
  const { db } = testContext();
  const ctx = testContext({ actor: actorOf(await makeUser(db)), appUrl: "https://atas.example" });
  const { setCookie } = await signOut(ctx);
  expect(setCookie[0]).toBe(
    "__Secure-atas.session_token=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax; Secure",
  );
});
