import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import { newId } from "#domain/ids.ts";

const rule = { limit: 2, periodMs: 3_600_000 };
const newLimiter = () => env.RATE_LIMITER.getByName(newId());

it("counts the tries of one key and leaves others alone", async () => {
  const limiter = newLimiter();
  expect(await limiter.take(rule)).toMatchObject({ allowed: true, remaining: 1 });
  expect(await limiter.take(rule)).toMatchObject({ allowed: true, remaining: 0 });
  const refused = await limiter.take(rule);
  expect(refused).toMatchObject({ allowed: false, limit: 2, remaining: 0 });
  expect(refused.retryAfterMs).toBeGreaterThan(0);
  expect(await newLimiter().take(rule)).toMatchObject({ allowed: true });
});

it("lets exactly the limit through when all come at once", async () => {
  const limiter = newLimiter();
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => limiter.take({ limit: 5, periodMs: 3_600_000 })),
  );
  expect(answers.filter((answer) => answer.allowed)).toHaveLength(5);
});

it("remembers after it was put out of memory", async () => {
  const limiter = newLimiter();
  await limiter.take(rule);
  await limiter.take(rule);
  await evictDurableObject(limiter);
  expect(await limiter.take(rule)).toMatchObject({ allowed: false });
});

it("takes a try back", async () => {
  const limiter = newLimiter();
  await limiter.take(rule);
  await limiter.take(rule);
  await limiter.giveBack(rule);
  expect(await limiter.take(rule)).toMatchObject({ allowed: true, remaining: 0 });
});

it("forgets a key that has all its tries again, and waits for one that hasn't", async () => {
  const limiter = newLimiter();
  await limiter.take(rule);
  expect(await runDurableObjectAlarm(limiter)).toBe(true);
  const kept = await runInDurableObject(limiter, async (_, state) => ({
    emptyAt: state.storage.kv.get("emptyAt"),
    alarm: await state.storage.getAlarm(),
  }));
  expect(kept.alarm).toBe(Math.trunc(Number(kept.emptyAt)));

  await runInDurableObject(limiter, (_, state) => state.storage.kv.put("emptyAt", Date.now() - 1));
  expect(await runDurableObjectAlarm(limiter)).toBe(true);
  const left = await runInDurableObject(limiter, (_, state) => [...state.storage.kv.list()]);
  expect(left).toEqual([]);
});
