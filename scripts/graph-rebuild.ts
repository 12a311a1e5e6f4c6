import { fileURLToPath } from "node:url";
import type { GraphConnection } from "#db/connect-neo4j.ts";
import { fillConnections, fillMentorships, fillPeople, partTwins } from "./graph/fill.ts";
import {
  BATCH,
  batchesOf,
  connections,
  type GraphScriptOptions,
  mentorships,
  optionsFromEnvironment,
  people,
  type Source,
  withBoth,
} from "./graph/sources.ts";

export interface RebuildResult {
  people: number;
  connections: number;
  mentorships: number;
  seconds: number;
  /** Of `seconds`, those for people and their skills alone. */
  peopleSeconds: number;
}

/**
 * Drops the graph and projects everything anew from Postgres. May run while the product does: what the jobs project
 * meanwhile carries newer versions, which these rows don't overwrite.
 */
export async function rebuildGraph(options: GraphScriptOptions): Promise<RebuildResult> {
  const { onProgress = () => {} } = options;
  const startedAt = performance.now();
  const done = { people: 0, connections: 0, mentorships: 0 };
  let peopleSeconds = 0;
  await withBoth(options, async (postgres, graph) => {
    await drop(graph, onProgress);
    const fill = async <Row>(
      name: keyof typeof done,
      source: Source<Row>,
      write: (graph: GraphConnection, rows: Row[]) => Promise<void>,
    ) => {
      for await (const rows of batchesOf(postgres, source)) {
        await write(graph, rows);
        done[name] += rows.length;
        onProgress(`${done[name].toLocaleString("en")} ${name}`);
      }
    };
    const peopleAt = performance.now();
    const known = new Set<string>();
    await fill("people", people, (to, rows) => fillPeople(to, rows, known));
    peopleSeconds = (performance.now() - peopleAt) / 1000;
    await fill("connections", connections, fillConnections);
    await fill("mentorships", mentorships, fillMentorships);
    await partTwins(graph);
  });
  return { ...done, peopleSeconds, seconds: (performance.now() - startedAt) / 1000 };
}

/** Whether nobody is in the graph yet. */
export const graphIsEmpty = (options: GraphScriptOptions): Promise<boolean> =>
  withBoth(options, async (_, graph) => {
    const rows = await graph.run("MATCH (p:Person) RETURN p.id AS id LIMIT 1", {}, false);
    return rows.length === 0;
  });

async function drop(graph: GraphConnection, onProgress: (line: string) => void): Promise<void> {
  for (let total = 0; ; ) {
    const [row] = await graph.run(
      `MATCH (n) WITH n LIMIT ${BATCH} DETACH DELETE n RETURN count(n) AS deleted`,
      {},
      true,
    );
    const deleted = Number(row?.deleted ?? 0);
    if (deleted === 0) return;
    total += deleted;
    onProgress(`${total.toLocaleString("en")} nodes dropped`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const done = await rebuildGraph(optionsFromEnvironment());
  const rate = Math.round(done.people / done.seconds).toLocaleString("en");
  console.log(
    `${done.people} people, ${done.connections} connections, ${done.mentorships} mentorships in ${done.seconds.toFixed(1)} s (${rate} people/s)`,
  );
}
