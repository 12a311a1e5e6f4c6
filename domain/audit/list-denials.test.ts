import { expect, it } from "vitest";
import { newId } from "#domain/ids.ts";
import { actorOf } from "#testing/actor.ts";
import { testContext } from "#testing/context.ts";
import { makeUser } from "#testing/factories.ts";
import { listDenials } from "./list-denials.ts";
import { recordDenial } from "./record-denial.ts";

async function asAuditor() {
  const user = await makeUser(testContext().db, { roles: ["auditor"] });
  return testContext({ actor: actorOf(user) });
}

it("shows who was refused what, and how often in that minute", async () => {
  const user = await makeUser(testContext().db);
  const now = () => new Date("2026-03-01T12:34:56Z");
  const refused = testContext({ actor: actorOf(user), now });
  const targetId = newId();
  for (let i = 0; i < 3; i++) await recordDenial(refused, "accept:mentorship:own", targetId);
  const ctx = await asAuditor();
  const { denials, total, pages } = await listDenials(ctx, { targetId });
  expect(denials).toEqual([
    {
      actorId: user.id,
      actorName: user.name,
      action: "accept:mentorship:own",
      targetId,
      minute: new Date("2026-03-01T12:34:00Z"),
      count: 3,
      requestId: refused.requestId,
      ip: "192.0.2.1",
    },
  ]);
  expect([total, pages, ctx.roundTrips()]).toEqual([1, 1, 1]);
});

it("filters by actor, action and time, strangers included", async () => {
  const ip = `2001:db8::${newId()}`;
  const stranger = testContext({ ip, now: () => new Date("2026-03-01T12:00:30Z") });
  await recordDenial(stranger, "read:user:any", "-");
  await recordDenial(stranger, "read:audit:any", "-");
  const ctx = await asAuditor();
  const actorId = `anonymous:${ip}`;
  const found = async (filter: object) => (await listDenials(ctx, { actorId, ...filter })).denials;
  expect(await found({})).toMatchObject([
    { action: "read:audit:any", actorName: null },
    { action: "read:user:any" },
  ]);
  expect(await found({ action: "read:user:any" })).toHaveLength(1);
  expect(await found({ from: "2026-03-01T12:00:00Z", to: "2026-03-01T12:01:00Z" })).toHaveLength(2);
  expect(await found({ to: "2026-03-01T12:00:00Z" })).toEqual([]);
});

it("refuses a mentor", async () => {
  const ctx = testContext({ actor: actorOf(await makeUser(testContext().db, { roles: ["mentor"] })) });
  await expect(listDenials(ctx, {})).rejects.toMatchObject({ code: "not_allowed" });
  await ctx.settled();
});

it("logs a refusal that could not be counted, and refuses all the same", async () => {
  const ctx = testContext({
    db: {
      insert: () => {
        throw new Error("no database");
      },
    } as never,
  });
  await recordDenial(ctx, "read:user:any", "-");
  expect(ctx.logs).toMatchObject([{ level: "error", message: "denial not recorded" }]);
});

it.each([
  ["longer than an index row may be", "x".repeat(9_000), "x".repeat(100)],
  ["with what the database can't keep", "a\0b\ud83d", "a\ufffdb\ufffd"],
])("records a refusal about something whose name is %s", async (_, targetId, kept) => {
  const user = await makeUser(testContext().db);
  await recordDenial(testContext({ actor: actorOf(user) }), "read:mentorship:own", targetId);
  const { denials } = await listDenials(await asAuditor(), { actorId: user.id });
  expect(denials).toMatchObject([{ targetId: kept }]);
});
