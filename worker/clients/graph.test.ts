import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import { makeGraph } from "./graph.ts";

const gatewayThat = (run: (query: object) => Promise<unknown>) =>
  makeGraph({ ...env, NEO4J_URL: "bolt://graph", GRAPH_GATEWAY: { getByName: () => ({ run }) } as never });

it("refuses at once where no graph is configured", async () => {
  const { NEO4J_URL: _, ...without } = env;
  const graph = makeGraph(without as Env);
  expect(graph.absent).toBe(true);
  await expect(graph.run("RETURN 1", {})).rejects.toMatchObject({ code: "unavailable" });
});

it("hands over the question with a deadline and gives back the rows", async () => {
  const asked: object[] = [];
  const graph = gatewayThat(async (query) => {
    asked.push(query);
    return { rows: [{ one: 1 }] };
  });
  expect(graph.absent).toBeUndefined();
  expect(await graph.run("RETURN 1 AS one", { a: 1 })).toEqual([{ one: 1 }]);
  await graph.run("RETURN 1", {}, { deadlineMs: 5, write: true });
  expect(asked).toEqual([
    { cypher: "RETURN 1 AS one", params: { a: 1 }, deadlineMs: 1500, write: false },
    { cypher: "RETURN 1", params: {}, deadlineMs: 5, write: true },
  ]);
});

it("turns every failure into unavailable, with the reason for the log alone", async () => {
  const graph = gatewayThat(async () => ({ failed: "slow", reason: "no answer in 5 ms" }));
  const failure = await graph.run("RETURN 1", {}).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: "unavailable", message: "graph: slow: no answer in 5 ms" });
});
