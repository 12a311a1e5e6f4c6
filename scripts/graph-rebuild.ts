import { fileURLToPath } from "node:url";
import type { GraphConnection } from "#db/connect-neo4j.ts";
import {
  BATCH,
  batchesOf,
  type GraphScriptOptions,
  kinds,
  optionsFromEnvironment,
  withBoth,
} from "./graph/sources.ts";

export interface RebuildResult {
  people: number;
  connections: number;
  mentorships: number;
  seconds: number;
}

/**
 * Drops the graph and projects everything anew from Postgres. May run while the product does: what the jobs project
 * meanwhile carries newer versions, which these rows don't overwrite.
 */
export async function rebuildGraph(options: GraphScriptOptions): Promise<RebuildResult> {
  const { onProgress = () => {} } = options;
  const startedAt = performance.now();
  const done = { people: 0, connections: 0, mentorships: 0 };
  await withBoth(options, async (postgres, graph) => {
    await drop(graph, onProgress);
    for (const kind of kinds) {
      for await (const rows of batchesOf(postgres, kind)) {
        await graph.run(kind.merge, { rows }, true);
        done[kind.name] += rows.length;
        onProgress(`${done[kind.name].toLocaleString("en")} ${kind.name}`);
      }
    }
  });
  return { ...done, seconds: (performance.now() - startedAt) / 1000 };
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
  const { people, connections, mentorships, seconds } = await rebuildGraph(optionsFromEnvironment());
  const rate = Math.round(people / seconds).toLocaleString("en");
  console.log(
    `${people} people, ${connections} connections, ${mentorships} mentorships in ${seconds.toFixed(1)} s (${rate} people/s)`,
  );
}
