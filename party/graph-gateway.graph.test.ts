import { env } from "cloudflare:workers";
import { expect, it } from "vitest";

const gateway = () => env.GRAPH_GATEWAY.getByName(crypto.randomUUID());
const ask = { params: {}, deadlineMs: 30_000, write: false };

it("answers from a real Neo4j, and again over the pool it keeps", async () => {
  const object = gateway();
  for (const n of [1, 2])
    expect(await object.run({ ...ask, cypher: "RETURN $n AS n", params: { n } })).toEqual({ rows: [{ n }] });
});

it("writes, and reads what was written", async () => {
  const object = gateway();
  const id = crypto.randomUUID();
  await object.run({ ...ask, write: true, cypher: "CREATE (:Person {id: $id})", params: { id } });
  const found = await object.run({
    ...ask,
    cypher: "MATCH (p:Person {id: $id}) RETURN p.id AS id",
    params: { id },
  });
  expect(found).toEqual({ rows: [{ id }] });
});

it("says that a query is wrong without giving the server up", async () => {
  const object = gateway();
  for (let i = 0; i < 4; i++)
    expect(await object.run({ ...ask, cypher: "NONSENSE" })).toMatchObject({ failed: "query" });
  expect(await object.run({ ...ask, cypher: "RETURN 1 AS one" })).toEqual({ rows: [{ one: 1 }] });
});
