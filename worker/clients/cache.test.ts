import { afterEach, expect, it, vi } from "vitest";
import { makeCache } from "./cache.ts";

afterEach(() => vi.restoreAllMocks());

function cacheAt(now: () => number) {
  const work: Promise<unknown>[] = [];
  const cache = makeCache(
    () => new Date(now()),
    (promise) => void work.push(promise),
  );
  return { cache, settled: () => Promise.all(work) };
}
const newKey = () => `test:${crypto.randomUUID()}`;

it("gives back what was put, until its time is over", async () => {
  let now = Date.now();
  const { cache, settled } = cacheAt(() => now);
  const key = newKey();
  expect(await cache.get(key)).toBeUndefined();
  await cache.put(key, { a: [1, "é"] }, 60);
  expect(await cache.get(key)).toEqual({ a: [1, "é"] });
  await settled();
  now += 61_000;
  expect(await cache.get(key)).toBeUndefined();
});

it("gives another isolate what this one put, by the data centre's cache", async () => {
  const { cache, settled } = cacheAt(Date.now);
  const key = newKey();
  // too long for memory: it can only come from the farther layer
  const long = "x".repeat(70_000);
  await cache.put(key, long, 60);
  await settled();
  expect(await cache.get(key)).toBe(long);
  expect(await cache.get(key)).toBe(long);
});

it("forgets the longest unused when memory is full", async () => {
  vi.spyOn(caches, "open").mockRejectedValue(new Error("no cache here"));
  const { cache } = cacheAt(Date.now);
  const [first, second] = [newKey(), newKey()];
  await cache.put(first, 1, 60);
  await cache.put(second, 2, 60);
  await cache.get(first);
  for (let i = 0; i < 1_999; i++) await cache.put(newKey(), i, 60);
  expect(await cache.get(first)).toBe(1);
  expect(await cache.get(second)).toBeUndefined();
});

it("takes a broken entry for a miss", async () => {
  const { cache } = cacheAt(Date.now);
  const key = newKey();
  const farther = await caches.open("values");
  const headers = { "cache-control": "max-age=60", "x-expires": String(Date.now() + 60_000) };
  const address = `https://cache.atas.internal/${encodeURIComponent(key)}`;
  await farther.put(address, new Response("{ not json", { headers }));
  expect(await cache.get(key)).toBeUndefined();
});
