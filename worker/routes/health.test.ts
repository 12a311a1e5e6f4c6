import { SELF } from "cloudflare:test";
import { expect, it } from "vitest";
import { z } from "zod";

const state = z.object({ status: z.string() });
const healthSchema = z.strictObject({
  status: z.enum(["ok", "degraded"]),
  dependencies: z.strictObject({
    postgres: state,
    graph: state,
    queues: z.strictObject({ status: z.string(), lagSeconds: z.number() }),
    embeddings: z.strictObject({ status: z.string(), model: z.string() }),
  }),
});

it("says the state of each dependency to everybody, and nothing else", async () => {
  const response = await SELF.fetch("http://atas.test/health");
  expect(response.status).toBe(200);
  expect(response.headers.get("cache-control")).toBe("no-store");
  const health = healthSchema.parse(await response.json());
  expect(health.dependencies.postgres.status).toBe("ok");
});
