import { parseArgs } from "node:util";
import type { Actor } from "#domain/context.ts";
import { newId } from "#domain/ids.ts";
import { loadRecommendations } from "#domain/recommendations/load-recommendations.ts";
import { refreshRecommendations } from "#domain/recommendations/refresh-recommendations.ts";
import { neo4jClassPath, whyNoNeo4j } from "#local/neo4j/neo4j.ts";
import { graphIsEmpty, rebuildGraph } from "../graph-rebuild.ts";
import { verifyGraph } from "../graph-verify.ts";
import { buildTimes } from "./build-times.ts";
import { bareSeconds } from "./graph/bare-seconds.ts";
import { inTurn } from "./graph/in-turn.ts";
import { type Network, openNetwork } from "./graph/open-network.ts";
import { type Asked, questions } from "./graph/questions.ts";
import { startBenchPostgres } from "./native-postgres.ts";
import { atLeast, atMost, type Goal, machine, p50p95, print, type Row, round } from "./report.ts";

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
const networks: Network[] = [];
try {
  for (const size of sizes) {
    const network = await openNetwork(size, postgres, { classPath, questions: ASKED, progress });
    networks.push(network);
    await project(network);
  }
  await measure();
  for (const network of networks) await verify(network);
} finally {
  await Promise.allSettled(networks.map((network) => network.close()));
  await postgres.stop();
}
judge();
print({ bench: "graph", machine: machine(), rows, goals }, values.json);
process.exitCode = goals.every((goal) => goal.holds) ? 0 : 1;

async function measure(): Promise<void> {
  const all = { questions: ASKED, warm: WARM };
  for (const { name, cypher, sql } of questions) {
    note(
      `${name}, Cypher`,
      await inTurn(networks, all, ({ graph }, one) => graph.run(cypher, { ...one }, false)),
    );
    note(`${name}, SQL`, await inTurn(networks, all, ({ db }, one) => db.execute(sql(one))));
  }
  const precomputing = { questions: ASKED / 2, warm: 0 };
  note(
    "precomputing a row",
    await inTurn(networks, precomputing, ({ ctx }, { userId }) => refreshRecommendations(ctx, { userId })),
  );
  const readers = networks.map((network) => ({ ...network, asked: network.asked.slice(0, ASKED / 2) }));
  const read = ({ ctx }: Network, { userId }: Asked) => loadRecommendations({ ...ctx, actor: actor(userId) });
  note("precomputed read", await inTurn(readers, all, read));
}

/** The graph by its own command, once, and what it costs. */
async function project({ size, databaseUrl, neo4jUrl }: Network): Promise<void> {
  const options = { databaseUrl, neo4jUrl, onProgress: progress };
  const rebuild = async () => {
    const { people, connections, seconds, peopleSeconds } = await rebuildGraph(options);
    const bare = await bareSeconds(neo4jUrl, people, connections);
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
    atMost(
      `rebuild-of-bare-${size}`,
      figures.ofBare ?? Number.POSITIVE_INFINITY,
      2,
      "times as many bare nodes and relationships",
    ),
  );
}

async function verify({ size, databaseUrl, neo4jUrl }: Network): Promise<void> {
  const { compared, count } = await verifyGraph({ databaseUrl, neo4jUrl, onProgress: progress });
  rows.push({ what: `graph:verify, ${size}`, unit: "rows", figures: { compared, differences: count } });
  goals.push(atMost(`verify-${size}`, count, 0, "differences"));
}

function note(what: string, times: Map<number, number[]>): void {
  for (const [size, ms] of times) {
    const figures = p50p95(ms);
    rows.push({ what: `${what}, ${size}`, unit: "ms", figures });
    p95.set(`${what} ${size}`, figures.p95);
    progress(`${what}, ${size}: p50 ${figures.p50} ms, p95 ${figures.p95} ms`);
  }
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
