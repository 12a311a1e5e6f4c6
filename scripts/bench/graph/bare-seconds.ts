import { connectNeo4j } from "#db/connect-neo4j.ts";

/** What as many bare nodes and relationships would take in the same store, found by index as a person is: the limit. */
export async function bareSeconds(url: string, nodes: number, relationships: number): Promise<number> {
  const graph = connectNeo4j({ url, poolSize: 1, connectionTimeoutMs: 60_000 });
  const [people, pairs] = [20_000, 100_000];
  const each = async (count: number, cypher: string) => {
    const startedAt = performance.now();
    for (let from = 0; from < count; from += 10_000)
      await graph.run(cypher, { from, to: from + 9_999, people }, true);
    return (performance.now() - startedAt) / 1000 / count;
  };
  try {
    await graph.run("CREATE CONSTRAINT bare_id IF NOT EXISTS FOR (b:Bare) REQUIRE b.id IS UNIQUE", {}, true);
    const range = "UNWIND range(toInteger($from), toInteger($to)) AS i";
    const node = await each(people, `${range} CREATE (:Bare {id: toString(i)})`);
    const relationship = await each(
      pairs,
      `${range} MATCH (a:Bare {id: toString(i % toInteger($people))})
       MATCH (b:Bare {id: toString((i * 7919 + i / toInteger($people)) % toInteger($people))}) CREATE (a)-[:BARE]->(b)`,
    );
    return nodes * node + relationships * relationship;
  } finally {
    for (let left = 1; left > 0; ) {
      const gone = "MATCH (b:Bare) WITH b LIMIT 2000 DETACH DELETE b RETURN count(b) AS n";
      left = Number((await graph.run(gone, {}, true))[0]?.n ?? 0);
    }
    await graph.run("DROP CONSTRAINT bare_id IF EXISTS", {}, true);
    await graph.close();
  }
}
