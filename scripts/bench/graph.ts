import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { drizzle } from "drizzle-orm/node-postgres";
import getPort from "get-port";
import pg from "pg";
import { connectNeo4j } from "#db/connect-neo4j.ts";
import type { Actor, Graph } from "#domain/context.ts";
import { newId } from "#domain/ids.ts";
import { loadRecommendations } from "#domain/recommendations/load-recommendations.ts";
import { refreshRecommendations } from "#domain/recommendations/refresh-recommendations.ts";
import { neo4jClassPath, neo4jCommand, whyNoNeo4j } from "#local/neo4j/neo4j.ts";
import { startPostgresEndpoint } from "#local/postgres/endpoint.ts";
import { startPart } from "#local/processes/child.ts";
import { graphIsEmpty, rebuildGraph } from "../graph-rebuild.ts";
import { verifyGraph } from "../graph-verify.ts";
import { scriptContext } from "../script-context.ts";
import { buildTimes } from "./build-times.ts";
import { bareSeconds } from "./graph/bare-seconds.ts";
import { fillNetwork } from "./graph/fill-network.ts";
import { type Asked, questions } from "./graph/questions.ts";
import { makeDatabase, type NativePostgres, startBenchPostgres } from "./native-postgres.ts";
import { atLeast, atMost, type Goal, machine, p50p95, print, type Row, round, timesOf } from "./report.ts";

/**
 * `npm run bench:graph -- --json [--sizes 10000,100000] [--postgres URL]`: a person's recommendations read as one row,
 * asked live of Neo4j in two steps, three steps and as a path, and the same questions in SQL on the same data.
 */
const { values } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    sizes: { type: "string", default: "10000,100000,1000000" },
    postgres: { type: "string" },
  },
});
const sizes = values.sizes.split(",").map(Number);
const ASKED = 200;
const WARM = 30;
const progress = (line: string) => console.error(line);

const reason = whyNoNeo4j();
if (reason) {
  console.error(reason);
  process.exit(2);
}
const classPath = await neo4jClassPath(progress);
const postgres = await startBenchPostgres(values.postgres, progress);
const rows: Row[] = [];
const goals: Goal[] = [];
/** p95 by question, store and size. */
const p95 = new Map<string, number>();
try {
  for (const size of sizes) await measure(size, postgres);
} finally {
  await postgres.stop();
}
judge();
print({ bench: "graph", machine: machine(), rows, goals }, values.json);
process.exitCode = goals.every((goal) => goal.holds) ? 0 : 1;

async function measure(size: number, server: NativePostgres): Promise<void> {
  const people = size.toLocaleString("en");
  const database = `graph_${size}`;
  const isNew = await makeDatabase(server, database);
  const url = server.urlOf(database);
  const fill = async () => ({ seconds: round(await fillNetwork(url, size, progress)) });
  await buildTimes(database, fill, !isNew);
  const folder = fileURLToPath(new URL(`../../.data/bench/neo4j-${size}`, import.meta.url));
  const command = neo4jCommand(classPath, folder, await getPort({ host: "127.0.0.1" }));
  // a bench's batches of ten thousand need more than a laptop's graph
  const neo4j = await startPart({ ...command, args: ["-Xmx3g", ...command.args.slice(1)] });
  const endpoint = await startPostgresEndpoint({ url });
  const neo4jUrl = String(neo4j.ready.url);
  const connection = connectNeo4j({ url: neo4jUrl, poolSize: 2, connectionTimeoutMs: 60_000 });
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await project(size, { databaseUrl: url, neo4jUrl });
    const db = drizzle(client);
    const asked = await chosen(client, size);
    for (const { name, cypher, sql } of questions) {
      const byCypher = (one: Asked) => connection.run(cypher, { ...one }, false);
      const bySql = (one: Asked) => db.execute(sql(one));
      for (const [store, ask] of [
        ["Cypher", byCypher],
        ["SQL", bySql],
      ] as const) {
        await timesOf(asked.slice(0, WARM), ask);
        note(`${name}, ${store}`, size, await timesOf(asked, ask));
      }
    }
    const graph: Graph = {
      run: (cypher, params, options) => connection.run(cypher, params, options?.write ?? false),
    };
    const none = { model: "none", embed: async () => [] };
    const ctx = scriptContext(endpoint.url, { embeddings: none, graph });
    const readers = asked.slice(0, ASKED / 2);
    note(
      "precomputing a row",
      size,
      await timesOf(readers, ({ userId }) => refreshRecommendations(ctx, { userId })),
    );
    const read = ({ userId }: Asked) => loadRecommendations({ ...ctx, actor: actor(userId) });
    await timesOf(readers.slice(0, WARM), read);
    note(
      "precomputed read",
      size,
      await timesOf(
        asked.map((_, i) => readers[i % readers.length]!),
        read,
      ),
    );
    progress(`${people} people are measured`);
  } finally {
    await Promise.allSettled([connection.close(), client.end(), endpoint.close()]);
    await neo4j.stop();
  }
}

/** The graph by its own command, once, and what it costs; compared with Postgres in each run. */
async function project(size: number, where: { databaseUrl: string; neo4jUrl: string }): Promise<void> {
  const options = { ...where, onProgress: progress };
  const rebuild = async () => {
    const { people, connections, seconds, peopleSeconds } = await rebuildGraph(options);
    const bare = await bareSeconds(where.neo4jUrl, people, connections);
    return {
      people,
      connections,
      seconds: round(seconds),
      peoplePerSecond: Math.round(people / seconds),
      peopleAlonePerSecond: Math.round(people / peopleSeconds),
      bareSeconds: round(bare),
      ofBare: round(seconds / bare),
    };
  };
  const figures = await buildTimes(`neo4j-${size}`, rebuild, !(await graphIsEmpty(options)));
  rows.push({ what: `graph:rebuild, ${size}`, unit: "people, connections, s", figures });
  goals.push(atLeast(`rebuild-${size}`, figures.peoplePerSecond ?? 0, 20_000, "people/s"));
  goals.push(
    atMost(`rebuild-of-bare-${size}`, figures.ofBare ?? 0, 2, "times as many bare nodes and relationships"),
  );
  const { compared, count } = await verifyGraph(options);
  rows.push({ what: `graph:verify, ${size}`, unit: "rows", figures: { compared, differences: count } });
  goals.push(atMost(`verify-${size}`, count, 0, "differences"));
}

function note(what: string, size: number, ms: number[]): void {
  const figures = p50p95(ms);
  rows.push({ what: `${what}, ${size}`, unit: "ms", figures });
  p95.set(`${what} ${size}`, figures.p95);
  progress(`${what}, ${size}: p50 ${figures.p50} ms, p95 ${figures.p95} ms`);
}

/** People drawn evenly, each with somebody to find a way to. */
async function chosen(client: pg.Client, size: number): Promise<Asked[]> {
  const { rows: drawn } = await client.query<{ one: string; other: string }>(
    `select person_id((n * 7919 + 13) % $1) as one, person_id((n * 104729 + 71) % $1) as other
     from generate_series(1, $2::int) n`,
    [size, ASKED],
  );
  return drawn.map(({ one, other }) => ({ userId: one, fromId: one, toId: other }));
}

function actor(id: string): Actor {
  return {
    kind: "user",
    id,
    sessionId: newId(),
    name: "",
    email: "",
    emailVerified: true,
    roles: ["mentee"],
    onboarded: true,
    timeZone: "UTC",
  };
}

function judge(): void {
  const [least = 0, most = 0] = [Math.min(...sizes), Math.max(...sizes)];
  const growth = (what: string) => (p95.get(`${what} ${most}`) ?? 0) / (p95.get(`${what} ${least}`) ?? 1);
  if (most > least) {
    goals.push(
      atMost("read-growth", growth("precomputed read"), 1.2, `times the p95 of ${least} at ${most}`),
    );
    for (const { name } of questions)
      goals.push(
        atMost(
          `cypher-growth: ${name}`,
          growth(`${name}, Cypher`),
          3,
          `times the p95 of ${least} at ${most}`,
        ),
      );
  }
  for (const size of sizes)
    for (const name of ["three steps", "path"]) {
      const share = (p95.get(`${name}, Cypher ${size}`) ?? 0) / (p95.get(`${name}, SQL ${size}`) ?? 1);
      goals.push(atMost(`cypher-by-sql: ${name}, ${size}`, share, 1, "of SQL's p95"));
    }
}
