import { z } from "zod";
import type { Cache as DomainCache } from "#domain/context.ts";

const MAX_ENTRIES = 2_000;
/** Longer values go to the Cache API alone, so that the isolate's memory stays small. */
const MAX_KEPT_LENGTH = 64 * 1024;

const entrySchema = z.object({ value: z.unknown() });

/** JSON by key, oldest use first. Only data: no promise or client of one request is seen by another. */
const memory = new Map<string, { json: string; expires: number }>();

/**
 * Two layers: this isolate's memory, then the data centre's Cache API. A lost or broken entry is a miss, never an
 * error. What is put is in memory at once; `waitUntil` carries the slower layer past the answer.
 */
export function makeCache(now: () => Date, waitUntil: (work: Promise<unknown>) => void): DomainCache {
  return {
    async get(key) {
      const kept = recall(key, now().getTime());
      if (kept !== undefined) return parse(kept);
      const response = await farther((cache) => cache.match(addressOf(key)));
      if (!response) return undefined;
      const json = await response.text();
      const left = Number(response.headers.get("x-expires")) - now().getTime();
      if (!(left > 0)) return undefined;
      remember(key, json, now().getTime() + left);
      return parse(json);
    },
    async put(key, value, ttlSeconds) {
      const json = JSON.stringify({ value });
      const expires = now().getTime() + ttlSeconds * 1000;
      remember(key, json, expires);
      const headers = {
        "content-type": "application/json",
        "cache-control": `max-age=${ttlSeconds}`,
        "x-expires": String(expires),
      };
      waitUntil(farther((cache) => cache.put(addressOf(key), new Response(json, { headers }))));
    },
  };
}

/** A data centre without a cache, or with a broken one, is a miss. */
async function farther<T>(use: (cache: Awaited<ReturnType<typeof caches.open>>) => Promise<T>) {
  try {
    return await use(await caches.open("values"));
  } catch {
    return undefined;
  }
}

const addressOf = (key: string) => `https://cache.atas.internal/${encodeURIComponent(key)}`;

function parse(json: string): unknown {
  try {
    return entrySchema.parse(JSON.parse(json)).value;
  } catch {
    return undefined;
  }
}

function recall(key: string, at: number): string | undefined {
  const entry = memory.get(key);
  if (!entry) return undefined;
  memory.delete(key);
  if (entry.expires <= at) return undefined;
  memory.set(key, entry);
  return entry.json;
}

function remember(key: string, json: string, expires: number): void {
  memory.delete(key);
  if (json.length > MAX_KEPT_LENGTH) return;
  memory.set(key, { json, expires });
  const [oldest] = memory.keys();
  if (memory.size > MAX_ENTRIES && oldest !== undefined) memory.delete(oldest);
}
