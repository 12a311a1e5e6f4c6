import { expect, it } from "vitest";
import { DomainError } from "#domain/errors.ts";
import { testContext } from "#testing/context.ts";
import { makeOutboxRow } from "#testing/factories.ts";
import { checkHealth } from "./check-health.ts";

const working = {
  graph: { run: async () => [] },
  embeddings: { model: "static-1", embed: async () => [[1]] },
};
const refuse = async () => {
  throw new DomainError("unavailable", { log: "secret address" });
};

/** A database that says how many seconds the oldest job has been owed. */
const withLag = (lag: number) => ({ db: { execute: async () => ({ rows: [{ lag }] }) } as never });

it("says ok when everything answers and no job is late", async () => {
  expect(await checkHealth(testContext({ ...working, ...withLag(3) }))).toEqual({
    status: "ok",
    dependencies: {
      postgres: { status: "ok" },
      graph: { status: "ok" },
      queues: { status: "ok", lagSeconds: 3 },
      embeddings: { status: "ok", model: "static-1" },
    },
  });
});

it("says which part is away when the product still works", async () => {
  const ctx = testContext({
    graph: { run: refuse },
    embeddings: { model: "m", embed: refuse },
    ...withLag(0),
  });
  const health = await checkHealth(ctx);
  expect(health.status).toBe("degraded");
  expect(health.dependencies).toMatchObject({ graph: { status: "down" }, embeddings: { status: "down" } });
  expect(JSON.stringify(health)).not.toContain("secret");
});

it("says that jobs are late", async () => {
  const health = await checkHealth(testContext({ ...working, ...withLag(301) }));
  expect(health).toMatchObject({
    status: "degraded",
    dependencies: { queues: { status: "late", lagSeconds: 301 } },
  });
});

it("says down without Postgres, and writes why into the log alone", async () => {
  const ctx = testContext({ ...working, db: { execute: refuse } as never });
  const health = await checkHealth(ctx);
  expect(health).toMatchObject({
    status: "down",
    dependencies: { postgres: { status: "down" }, queues: { status: "unknown", lagSeconds: null } },
  });
  expect(ctx.logs).toMatchObject([{ level: "warn" }]);
});

it("reads the age of the oldest job that is owed from the real outbox, in one round trip", async () => {
  const ctx = testContext(working);
  await makeOutboxRow(testContext().db, { availableAt: new Date(Date.now() - 400_000) });
  const { dependencies } = await checkHealth(ctx);
  expect(dependencies.queues.lagSeconds).toBeGreaterThanOrEqual(399);
  expect(ctx.roundTrips()).toBe(1);
});
