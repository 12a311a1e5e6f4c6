import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import type { Database } from "#db/connect-postgres.ts";
import { auditDenials, auditEvents, profiles, users } from "#db/tables/index.ts";
import { newId } from "#domain/ids.ts";
import { actorOf } from "#testing/actor.ts";
import { testContext } from "#testing/context.ts";
import { makeMentor, makeUser } from "#testing/factories.ts";
import { changeRoles } from "./change-roles.ts";

async function asAdmin() {
  const { db } = testContext();
  const admin = await makeUser(db, { roles: ["mentee", "admin"] });
  return { admin, ctx: testContext({ actor: actorOf(admin) }) };
}

/** The database, with something happening to what a batch has read before the verb sees it. */
function withBatch(db: Database, between: (answer: readonly unknown[]) => unknown): Database {
  const batch = async (queries: Parameters<Database["batch"]>[0]) => between(await db.batch(queries));
  return new Proxy(db, { get: (target, key) => (key === "batch" ? batch : Reflect.get(target, key)) });
}

it("gives an account its roles, with what they were and became, in two round trips", async () => {
  const { admin, ctx } = await asAdmin();
  const user = await makeUser(testContext().db, { roles: ["mentee"] });
  const answer = await changeRoles(ctx, { userId: user.id, roles: ["auditor", "mentee", "mentee"] });

  expect(answer).toEqual({ roles: ["mentee", "auditor"] });
  expect(ctx.roundTrips()).toBe(2);
  const [row] = await ctx.db.select().from(users).where(eq(users.id, user.id));
  expect(row?.roles).toEqual(["mentee", "auditor"]);
  const events = await ctx.db.select().from(auditEvents).where(eq(auditEvents.targetId, user.id));
  expect(events).toMatchObject([
    {
      action: "user.roles-changed",
      actorId: admin.id,
      before: { roles: ["mentee"] },
      after: { roles: ["mentee", "auditor"] },
    },
  ]);
});

it("writes nothing when the roles are the same already", async () => {
  const { ctx } = await asAdmin();
  const user = await makeUser(ctx.db, { roles: ["mentor", "mentee"] });
  await changeRoles(ctx, { userId: user.id, roles: ["mentee", "mentor"] });
  expect(await ctx.db.select().from(auditEvents).where(eq(auditEvents.targetId, user.id))).toEqual([]);
});

it("lets an admin step down while there is another one", async () => {
  const { admin, ctx } = await asAdmin();
  await asAdmin();
  expect(await changeRoles(ctx, { userId: admin.id, roles: ["mentee"] })).toEqual({ roles: ["mentee"] });
});

it("tells the last admin to make somebody one first", async () => {
  const { admin, ctx } = await asAdmin();
  // The database of the tests has other admins; this view of it hides them.
  const alone = testContext({ actor: ctx.actor, db: withBatch(ctx.db, ([user]) => [user, []]) });
  await expect(changeRoles(alone, { userId: admin.id, roles: ["mentee"] })).rejects.toMatchObject({
    code: "conflict",
    publicMessage: expect.stringContaining("Make somebody one first"),
  });
});

it("finds a conflict when the roles have changed since they were read", async () => {
  const { ctx } = await asAdmin();
  const user = await makeUser(ctx.db, { roles: ["mentee"] });
  const { db } = ctx;
  const overtaken = withBatch(db, async (answer) => {
    await db
      .update(users)
      .set({ roles: ["moderator"] })
      .where(eq(users.id, user.id));
    return answer;
  });
  const slow = testContext({ actor: ctx.actor, db: overtaken });
  await expect(changeRoles(slow, { userId: user.id, roles: ["mentor"] })).rejects.toMatchObject({
    code: "conflict",
  });
  const [row] = await db.select().from(users).where(eq(users.id, user.id));
  expect(row?.roles).toEqual(["moderator"]);
  expect(await db.select().from(auditEvents).where(eq(auditEvents.targetId, user.id))).toEqual([]);
});

it("knows no account that doesn't exist, and no role that doesn't", async () => {
  const { ctx } = await asAdmin();
  await expect(changeRoles(ctx, { userId: newId(), roles: ["mentee"] })).rejects.toMatchObject({
    code: "not_found",
  });
  const roles = ["emperor"] as unknown as ["admin"];
  await expect(changeRoles(ctx, { userId: newId(), roles })).rejects.toMatchObject({ code: "invalid_input" });
  await expect(changeRoles(ctx, { userId: newId(), roles: [] })).rejects.toMatchObject({
    code: "invalid_input",
  });
});

it("refuses everybody but admins, and records it", async () => {
  const user = await makeUser(testContext().db, { roles: ["mentee", "mentor", "moderator", "auditor"] });
  const ctx = testContext({ actor: actorOf(user) });
  await expect(changeRoles(ctx, { userId: user.id, roles: ["admin"] })).rejects.toMatchObject({
    code: "not_allowed",
  });
  await ctx.settled();
  const rows = await ctx.db.select().from(auditDenials).where(eq(auditDenials.actorId, user.id));
  expect(rows).toMatchObject([{ action: "update:user-role:any", targetId: user.id, count: 1 }]);
});

it("takes whoever is no mentor any more out of what people find, and puts a new one in", async () => {
  const { ctx } = await asAdmin();
  const mentor = await makeMentor(ctx.db);
  const standing = async () => {
    const [row] = await ctx.db.select().from(profiles).where(eq(profiles.userId, mentor.id));
    return { isMentor: row?.isMentor, raised: (row?.version ?? 0) - mentor.profile.version };
  };
  await changeRoles(ctx, { userId: mentor.id, roles: ["mentee"] });
  expect(await standing()).toEqual({ isMentor: false, raised: 1 });
  expect(ctx.relayOwed()).toBe(true);
  await changeRoles(ctx, { userId: mentor.id, roles: ["mentee", "mentor"] });
  expect(await standing()).toEqual({ isMentor: true, raised: 2 });
  await changeRoles(ctx, { userId: mentor.id, roles: ["mentee", "mentor", "auditor"] });
  expect(await standing()).toEqual({ isMentor: true, raised: 2 });
});
