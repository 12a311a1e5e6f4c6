import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, it } from "vitest";

const ask = (cypher: string, more: object = {}) => ({
  cypher,
  params: {},
  deadlineMs: 20_000,
  write: false,
  ...more,
});
const gateway = () => env.GRAPH_GATEWAY.getByName(crypto.randomUUID());

it("answers in plain JSON: numbers, lists, maps", async () => {
  const answer = await gateway().run(
    ask("RETURN 7 AS n, ['a', $b] AS list, {x: 1.5} AS map", { params: { b: "b" } }),
  );
  expect(answer).toEqual({ rows: [{ n: 7, list: ["a", "b"], map: { x: 1.5 } }] });
});

it("writes only where it is told to, under the constraints", async () => {
  const stub = gateway();
  const slug = crypto.randomUUID();
  const write = ask("CREATE (s:Skill {slug: $slug}) RETURN s.slug AS slug", {
    params: { slug },
    write: true,
  });
  expect(await stub.run(write)).toEqual({ rows: [{ slug }] });
  expect(await stub.run(write)).toMatchObject({ failed: "query" });
});

it("does not blame the server for a wrong question", async () => {
  const stub = gateway();
  for (let i = 0; i < 4; i++) expect(await stub.run(ask("NO CYPHER"))).toMatchObject({ failed: "query" });
  expect(await stub.run(ask("RETURN 1 AS one"))).toEqual({ rows: [{ one: 1 }] });
});

it("gives up on a slow question at its deadline and lives on", async () => {
  const stub = gateway();
  await stub.run(ask("RETURN 1 AS warm"));
  const slow = ask("UNWIND range(1, 200000000) AS i WITH i WHERE i % 7 = 8 RETURN count(i) AS n", {
    deadlineMs: 50,
  });
  expect(await stub.run(slow)).toMatchObject({ failed: "slow" });
  expect(await stub.run(ask("RETURN 1 AS one"))).toEqual({ rows: [{ one: 1 }] });
});

it("opens the driver again after it was closed for idling", async () => {
  const stub = gateway();
  await stub.run(ask("RETURN 1 AS one"));
  await runInDurableObject(stub, (object) => Object.assign(object, { usedAt: 0 }) && undefined);
  await runDurableObjectAlarm(stub);
  expect(await stub.run(ask("RETURN 2 AS two"))).toEqual({ rows: [{ two: 2 }] });
});
