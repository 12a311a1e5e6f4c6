import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { outbox, recommendations } from "#db/tables/index.ts";
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
  const ctx = testJobContext({ now: () => now });
  await oweStaleRecommendations(ctx);
  const ids = await owedTo(ctx.requestId);
  expect(ids).toEqual(expect.arrayContaining([none.id, old.id]));
  for (const person of [fresh, away, fresher]) expect(ids).not.toContain(person.id);
  const again = testJobContext({ now: () => now });
  await oweStaleRecommendations(again);
  expect(await owedTo(again.requestId)).not.toContain(none.id);
});
