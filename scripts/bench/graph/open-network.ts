import { fileURLToPath } from "node:url";
import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import getPort from "get-port";
import pg from "pg";
import { connectNeo4j, type GraphConnection } from "#db/connect-neo4j.ts";
import type { JobContext } from "#domain/context.ts";
import { neo4jCommand } from "#local/neo4j/neo4j.ts";
import { startPostgresEndpoint } from "#local/postgres/endpoint.ts";
import { startPart } from "#local/processes/child.ts";
import { scriptContext } from "../../script-context.ts";
import { buildTimes } from "../build-times.ts";
import { makeDatabase, type NativePostgres } from "../native-postgres.ts";
import { round } from "../report.ts";
import { fillNetwork } from "./fill-network.ts";
import type { Asked } from "./questions.ts";

/** So many people in both stores. */
export interface Network {
  size: number;
  databaseUrl: string;
  neo4jUrl: string;
  graph: GraphConnection;
  db: NodePgDatabase;
  /** Of a job, over the product's own way to Postgres. */
  ctx: JobContext;
  asked: Asked[];
  close(): Promise<void>;
}

/** The store of a million people, 1.3 GB, stays in memory as it would on a server; three of them fit in 8 GiB. */
const memoryFor = (size: number) => ({ heap: 1_536, pageCache: 256 + Math.ceil(size * 1.5e-3) });

/** Opens the database of `size` people, filled where it is new, and a Neo4j of its own beside it, as it was left. */
export async function openNetwork(
  size: number,
  server: NativePostgres,
  { classPath, questions, progress }: { classPath: string; questions: number; progress(line: string): void },
): Promise<Network> {
  const database = `graph_${size}`;
  const isNew = await makeDatabase(server, database);
  const databaseUrl = server.urlOf(database);
  const fill = async () => ({ seconds: round(await fillNetwork(databaseUrl, size, progress)) });
  await buildTimes(database, fill, !isNew);
  const folder = fileURLToPath(new URL(`../../../.data/bench/neo4j-${size}`, import.meta.url));
  const port = await getPort({ host: "127.0.0.1" });
  const neo4j = await startPart(neo4jCommand(classPath, folder, port, memoryFor(size)));
  const neo4jUrl = String(neo4j.ready.url);
  const endpoint = await startPostgresEndpoint({ url: databaseUrl });
  const graph = connectNeo4j({ url: neo4jUrl, poolSize: 2, connectionTimeoutMs: 60_000 });
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const ctx = scriptContext(endpoint.url, {
    embeddings: { model: "none", embed: async () => [] },
    graph: { run: (cypher, params, options) => graph.run(cypher, params, options?.write ?? false) },
  });
  return {
    size,
    databaseUrl,
    neo4jUrl,
    graph,
    db: drizzle(client),
    ctx,
    asked: await chosen(client, size, questions),
    async close() {
      await Promise.allSettled([graph.close(), client.end(), endpoint.close()]);
      await neo4j.stop();
    },
  };
}

/** People drawn evenly, each with somebody to find a way to. */
async function chosen(client: pg.Client, size: number, count: number): Promise<Asked[]> {
  const { rows } = await client.query<{ one: string; other: string }>(
    `select person_id((n * 7919 + 13) % $1) as one, person_id((n * 104729 + 71) % $1) as other
     from generate_series(1, $2::int) n`,
    [size, count],
  );
  return rows.map(({ one, other }) => ({ userId: one, fromId: one, toId: other }));
}
