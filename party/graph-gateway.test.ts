import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import type { GraphQuery } from "./graph-gateway.ts";

const question: GraphQuery = { cypher: "RETURN 1 AS one", params: {}, deadlineMs: 300, write: false };
const gateway = () => env.GRAPH_GATEWAY.getByName(crypto.randomUUID());

it("says at once that no graph is configured", async () => {
  expect(await gateway().run(question)).toEqual({ failed: "down", reason: "no graph is configured" });
});

it("keeps its deadline with a server that can't be reached, and after three failures refuses at once", async () => {
  const stub = gateway();
  await runInDurableObject(stub, async (object) => {
    // a port that nothing listens on
    Object.assign(object, { env: { ...env, NEO4J_URL: "bolt://127.0.0.1:9" } });
    for (let i = 0; i < 3; i++) expect(await object.run(question)).toHaveProperty("failed");
    expect(await object.run(question)).toEqual({ failed: "down", reason: "the graph failed a moment ago" });
  });
});

it("closes the driver by alarm only when nobody asked for a while", async () => {
  const stub = gateway();
  await runInDurableObject(stub, async (object) => {
    Object.assign(object, { env: { ...env, NEO4J_URL: "bolt://127.0.0.1:9" } });
    await object.run({ ...question, deadlineMs: 1 });
  });
  expect(await runDurableObjectAlarm(stub)).toBe(true);
  const again = await runInDurableObject(stub, async (object, state) => {
    const planned = await state.storage.getAlarm();
    Object.assign(object, { usedAt: 0 });
    return planned;
  });
  expect(again).not.toBeNull();
  expect(await runDurableObjectAlarm(stub)).toBe(true);
  expect(await runInDurableObject(stub, (_, state) => state.storage.getAlarm())).toBeNull();
});
