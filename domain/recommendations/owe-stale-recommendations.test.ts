import { eq, inArray } from "drizzle-orm";
import { expect, it } from "vitest";
import { outbox, profiles, recommendations } from "#db/tables/index.ts";
import { testContext, testJobContext } from "#testing/context.ts";
import { makeMentee } from "#testing/factories.ts";
import { oweStaleRecommendations } from "./owe-stale-recommendations.ts";

it("owes recommendations to active people who have none or old ones, and to nobody twice", async () => {
  const { db } = testContext();
  // A time to come, in which nobody of other tests has been active.
  const now = new Date("2101-06-01T12:00:00Z");
  const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000);
  const active = { lastActiveAt: hoursAgo(-1) };
  const [none, old, fresh, away, fresher] = [
    await makeMentee(db, active),
    await makeMentee(db, active),
    await makeMentee(db, active),
    await makeMentee(db, { lastActiveAt: hoursAgo(31 * 24) }),
    await makeMentee(db, { ...active, onboardedAt: null }),
  ];
  const row = (userId: string, hours: number) => ({
    userId,
    items: [],
    source: "sql" as const,
    computedAt: hoursAgo(hours),
  });
  await db.insert(recommendations).values([row(old.id, 25), row(fresh.id, 1)]);
  const owedTo = async (requestId: string) =>
    (await db.select().from(outbox).where(eq(outbox.requestId, requestId))).map(
      (job) => (job.payload as { userId: string }).userId,
    );
  const absent = { absent: true, run: async () => [] };
  const ctx = testJobContext({ now: () => now, graph: absent });
  await oweStaleRecommendations(ctx);
  const ids = await owedTo(ctx.requestId);
  expect(ids).toEqual(expect.arrayContaining([none.id, old.id]));
  for (const person of [fresh, away, fresher]) expect(ids).not.toContain(person.id);
  const again = testJobContext({ now: () => now, graph: absent });
  await oweStaleRecommendations(again);
  expect(await owedTo(again.requestId)).not.toContain(none.id);
});

it("asks the graph again soon for those whom SQL had to answer", async () => {
  const { db } = testContext();
  const now = new Date("2102-06-01T12:00:00Z");
  const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
  // Not onboarded until the rows are there: the cron of another test would owe them in between.
  const person = { lastActiveAt: now, onboardedAt: null };
  const [bySql, justNow, byGraph] = [
    await makeMentee(db, person),
    await makeMentee(db, person),
    await makeMentee(db, person),
  ];
  await db.insert(recommendations).values([
    { userId: bySql.id, items: [], source: "sql", computedAt: minutesAgo(11) },
    { userId: justNow.id, items: [], source: "sql", computedAt: minutesAgo(9) },
    { userId: byGraph.id, items: [], source: "graph", computedAt: minutesAgo(11) },
  ]);
  await db
    .update(profiles)
    .set({ onboardedAt: now })
    .where(inArray(profiles.userId, [bySql.id, justNow.id, byGraph.id]));
  const ctx = testJobContext({ now: () => now, graph: { run: async () => [] } });
  await oweStaleRecommendations(ctx);
  const owed = await db.select().from(outbox).where(eq(outbox.requestId, ctx.requestId));
  const ids = owed.map((job) => (job.payload as { userId: string }).userId);
  expect(ids).toContain(bySql.id);
  for (const person of [justNow, byGraph]) expect(ids).not.toContain(person.id);
});
