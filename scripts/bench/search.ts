import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import pg from "pg";
import { connectPostgres } from "#db/connect-postgres.ts";
import type { EmbeddingProvider } from "#domain/embedding/schema.ts";
import { searchMentors } from "#domain/search/search-mentors.ts";
import { startPostgresEndpoint } from "#local/postgres/endpoint.ts";
import { scriptContext } from "../script-context.ts";
import { staticEmbeddings } from "../static-embeddings.ts";
import { buildTimes } from "./build-times.ts";
import { makeDatabase, startBenchPostgres } from "./native-postgres.ts";
import {
  atLeast,
  atMost,
  type Goal,
  machine,
  p50p95,
  print,
  quantile,
  type Row,
  round,
  thousandths,
  timesOf,
} from "./report.ts";
import { type Asked, askExactly, askProduct, recallAt10 } from "./search/candidates.ts";
import { askFacets } from "./search/facets.ts";
import { fillPeople } from "./search/fill-people.ts";
import { type ChosenFilter, chooseFilters } from "./search/filters.ts";

/**
 * `npm run bench:search -- --json [--sizes 10000,100000] [--needs 40] [--postgres URL]`: the people nearest to a need,
 * through the product's own statement, beside exact search in the same run; facets and whole pages apart.
 */
const { values } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    sizes: { type: "string", default: "10000,100000,1000000" },
    needs: { type: "string", default: "40" },
    postgres: { type: "string" },
  },
});
const sizes = values.sizes.split(",").map(Number);
const CROWD = 16;
/** From this size on a walk must pay: there an exact answer is far too slow for a page. */
const LARGE = 1_000_000;
const RARE = 0.05;
const progress = (line: string) => console.error(line);

const embeddings = await staticEmbeddings();
const needs = await readNeeds(embeddings, Number(values.needs));
const postgres = await startBenchPostgres(values.postgres, progress);
const rows: Row[] = [];
const goals: Goal[] = [];
try {
  for (const size of sizes) await measure(size);
} finally {
  await postgres.stop();
}
print({ bench: "search", machine: machine(), rows, goals }, values.json);
process.exitCode = goals.every((goal) => goal.holds) ? 0 : 1;

async function measure(size: number): Promise<void> {
  const database = `people_${size}`;
  const isNew = await makeDatabase(postgres, database);
  const url = postgres.urlOf(database);
  const fill = async () => ({ ...(await fillPeople(url, size, progress)) });
  const built = await buildTimes(database, fill, !isNew);
  rows.push({ what: `build, ${size}`, unit: "people, vectors and s", figures: mapped(built) });
  const pool = new pg.Pool({ connectionString: url, max: CROWD + 1 });
  const endpoint = await startPostgresEndpoint({ url });
  const client = await pool.connect();
  try {
    for (const filter of await chooseFilters(client)) {
      await candidates(size, filter, client, pool);
      await facets(size, filter, client);
      await pages(size, filter, endpoint.url);
    }
  } finally {
    client.release();
    await pool.end();
    await endpoint.close();
  }
}

async function candidates(
  size: number,
  filter: ChosenFilter,
  client: pg.PoolClient,
  pool: pg.Pool,
): Promise<void> {
  const asked = needs.map(
    ({ vector }): Asked => ({ vector, model: embeddings.model, filters: filter.filters }),
  );
  const what = `${filter.name}, ${size}`;
  await timesOf(asked.slice(0, 5), (one) => askProduct(client, one));
  const product: number[] = [];
  const exact: number[] = [];
  const recall: number[] = [];
  // in turns, so that what else the machine does slows both alike
  for (const one of asked) {
    const found = await askProduct(client, one);
    const truth = await askExactly(client, one);
    product.push(found.ms);
    exact.push(truth.ms);
    recall.push(await recallAt10(client, one, { ids: found.ids, distances: truth.distances }));
  }
  const ratio = quantile(product, 0.95) / quantile(exact, 0.95);
  const mean = recall.reduce((sum, value) => sum + value, 0) / recall.length;
  rows.push({
    what: `candidates, ${what}`,
    unit: "ms, one at a time",
    figures: {
      share: thousandths(filter.share),
      ...p50p95(product),
      recall: thousandths(mean),
      ratio: thousandths(ratio),
    },
  });
  rows.push({ what: `exact, ${what}`, unit: "ms, one at a time", figures: p50p95(exact) });
  const together = await crowd(asked, async (one) => {
    const own = await pool.connect();
    try {
      return (await askProduct(own, one)).ms;
    } finally {
      own.release();
    }
  });
  rows.push({ what: `candidates, ${what}`, unit: `ms, ${CROWD} at a time`, figures: p50p95(together) });
  goals.push(atLeast(`recall, ${what}`, mean, 0.98, "of the ten nearest"));
  if (size >= LARGE) {
    const limit = filter.share > RARE ? 0.05 : 1.2;
    goals.push(atMost(`candidates, ${what}`, ratio, limit, "of exact's p95"));
  }
  progress(
    `${what}: p95 ${p50p95(product).p95} ms, exact ${p50p95(exact).p95} ms, recall ${thousandths(mean)}`,
  );
}

async function facets(size: number, { name, filters }: ChosenFilter, client: pg.PoolClient): Promise<void> {
  const ask = () => askFacets(client, filters);
  await timesOf([1, 2], ask);
  rows.push({
    what: `facets, ${name}, ${size}`,
    unit: "ms, one at a time",
    figures: p50p95(await timesOf(needs, ask)),
  });
}

/** `searchMentors` as the loader of /mentors calls it, over Neon's protocol. */
async function pages(size: number, { name, filters }: ChosenFilter, url: string): Promise<void> {
  let trips = 0;
  const connection = connectPostgres({ url, onRoundTrip: () => (trips += 1) });
  const ctx = { ...scriptContext(url, { embeddings, actor: { kind: "anonymous" } }), ...connection };
  const page = async (query: string) => {
    const ask = () => timesOf([query], () => searchMentors(ctx, { query, filters }));
    // a kept connection may be closed at the moment in which it is used again
    const [ms = 0] = await ask().catch(ask);
    return ms;
  };
  const queries = needs.map(({ text }) => text);
  await page(queries[0]!);
  trips = 0;
  const alone: number[] = [];
  for (const query of queries) alone.push(await page(query));
  const most = trips / queries.length;
  const what = `page, ${name}, ${size}`;
  rows.push({ what, unit: "ms, one at a time", figures: { ...p50p95(alone), roundTrips: round(most) } });
  rows.push({ what, unit: `ms, ${CROWD} at a time`, figures: p50p95(await crowd(queries, page)) });
  // the session is the other one
  goals.push(atMost(`round-trips, ${name}, ${size}`, most + 1, 2, "round trips"));
}

/** Runs these so many at once, and returns what each says of its milliseconds. */
async function crowd<T>(items: T[], run: (item: T) => Promise<number>): Promise<number[]> {
  const times: number[] = [];
  const left = [...items, ...items][Symbol.iterator]();
  const work = async () => {
    for (const item of left) times.push(await run(item));
  };
  await Promise.all(Array.from({ length: CROWD }, work));
  return times;
}

/** What people of the seed want, in their own words. */
async function readNeeds({ embed }: EmbeddingProvider, count: number) {
  const lines = (await readFile(new URL("../../data/people.jsonl", import.meta.url), "utf8"))
    .trimEnd()
    .split("\n");
  const goals = lines.map((line) => String(JSON.parse(line).goals)).filter((text) => text.length > 20);
  const every = goals.length / count;
  const texts = Array.from({ length: count }, (_, i) => goals[Math.floor(i * every)]!);
  const vectors = await embed(texts, "query");
  return texts.flatMap((text, i) => (vectors[i] ? [{ text, vector: vectors[i] }] : []));
}

function mapped(figures: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, round(value)]));
}
