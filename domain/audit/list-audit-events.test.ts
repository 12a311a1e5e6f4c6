import { expect, it } from "vitest";
import { newId } from "#domain/ids.ts";
import { actorOf } from "#testing/actor.ts";
import { testContext } from "#testing/context.ts";
import { makeAuditEvent, makeUser } from "#testing/factories.ts";
import { listAuditEvents } from "./list-audit-events.ts";

async function asAuditor() {
  const user = await makeUser(testContext().db, { roles: ["auditor"] });
  return testContext({ actor: actorOf(user) });
}

it("shows what somebody did, newest first, with the name, in one round trip", async () => {
  const { db } = testContext();
  const user = await makeUser(db);
  const by = { actorKind: "user" as const, actorId: user.id };
  const first = await makeAuditEvent(db, {
    ...by,
    action: "test.first",
    at: new Date("2026-01-01T10:00:00Z"),
  });
  const second = await makeAuditEvent(db, {
    ...by,
    action: "test.second",
    at: new Date("2026-01-02T10:00:00Z"),
    before: { a: 1 },
    after: { a: 2 },
  });
  const ctx = await asAuditor();
  const { events, total } = await listAuditEvents(ctx, { actorId: user.id });
  expect(events.map((event) => event.id)).toEqual([second.id, first.id]);
  expect(events[0]).toMatchObject({ actorName: user.name, before: { a: 1 }, after: { a: 2 } });
  expect(total).toBe(2);
  expect(ctx.roundTrips()).toBe(1);
});

it("filters by action, target and time, of which the end is not included", async () => {
  const { db } = testContext();
  const targetId = newId();
  const days = ["2026-01-01", "2026-01-02", "2026-01-03"];
  for (const day of days)
    await makeAuditEvent(db, { targetId, action: `test.${day}`, at: new Date(`${day}T00:00:00Z`) });
  const ctx = await asAuditor();
  const actions = async (filter: object) =>
    (await listAuditEvents(ctx, { targetId, ...filter })).events.map((event) => event.action);
  expect(await actions({ from: "2026-01-02" })).toEqual(["test.2026-01-03", "test.2026-01-02"]);
  expect(await actions({ from: "2026-01-01", to: "2026-01-03" })).toEqual([
    "test.2026-01-02",
    "test.2026-01-01",
  ]);
  expect(await actions({ action: "test.2026-01-02" })).toEqual(["test.2026-01-02"]);
  expect(await actions({ action: "test.unknown" })).toEqual([]);
});

it("shows the events of jobs and strangers, whose actor is no account", async () => {
  const { db } = testContext();
  const targetId = newId();
  await makeAuditEvent(db, { targetId, actorKind: "system", actorId: "lapse-requests" });
  await makeAuditEvent(db, { targetId, actorKind: "anonymous", actorId: null });
  const { events } = await listAuditEvents(await asAuditor(), { targetId });
  expect(events.map((event) => event.actorName)).toEqual([null, null]);
});

it("pages through more than a page", async () => {
  const { db } = testContext();
  const targetId = newId();
  for (let i = 0; i < 26; i++) await makeAuditEvent(db, { targetId });
  const ctx = await asAuditor();
  expect(await listAuditEvents(ctx, { targetId })).toMatchObject({ total: 26, pages: 2 });
  expect((await listAuditEvents(ctx, { targetId, page: "2" })).events).toHaveLength(1);
});

it("names a filter that makes no sense", async () => {
  await expect(listAuditEvents(await asAuditor(), { from: "yesterday", page: "0" })).rejects.toMatchObject({
    code: "invalid_input",
    fields: { from: expect.any(String), page: expect.any(String) },
  });
});

it("refuses a moderator", async () => {
  const ctx = testContext({ actor: actorOf(await makeUser(testContext().db, { roles: ["moderator"] })) });
  await expect(listAuditEvents(ctx, {})).rejects.toMatchObject({ code: "not_allowed" });
  await ctx.settled();
});

it.each([
  ["a time that the database has no number for", { from: "275760-09-13" }, "from"],
  ["a time before the common era", { to: "-271821-04-20" }, "to"],
  ["words with a NUL", { actorId: "a\0b" }, "actorId"],
])("refuses %s by field", async (_, filter, field) => {
  const ctx = await asAuditor();
  const refused = await listAuditEvents(ctx, filter).catch((error: unknown) => error);
  expect(refused).toMatchObject({ code: "invalid_input", fields: { [field]: expect.any(String) } });
});
