import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { sql } from "drizzle-orm";
import type { JobContext } from "#domain/context.ts";
import { circle } from "#domain/search/circle.ts";
import { readNeed } from "#domain/search/embed-need.ts";
import { bestJson, bestSchema, fitsNeed } from "#domain/search/fits-need.ts";
import { readerTables } from "#domain/search/mentor-cards.ts";
import { nearestCandidatesSettings } from "#domain/search/nearest-candidates.ts";
import { rankMentors } from "#domain/search/rank-mentors.ts";
import { noFilters } from "#domain/search/schema.ts";
import { startTestDatabase } from "#testing/test-database.ts";
import { fullText } from "./eval/bm25.ts";
import { type IndexedDocument, indexProfiles, type JudgedQuery, readQueries } from "./eval/collection.ts";
import { type Hit, judge, type Measure, meanWithInterval, measures } from "./eval/judge.ts";
import { scriptContext } from "./script-context.ts";
import { staticEmbeddings } from "./static-embeddings.ts";

const USAGE = `npm run eval:search -- --profiles FILE --queries FILE [--json] [--run FILE] [--sample N] [--postgres URL]
How well search ranks judged queries: full-text BM25, the vectors alone, and the product's own statement (hybrid).
Queries for which nobody is right are ranked and not judged. --sample N takes every so many-th query, N in all.
--postgres names an empty database with pgvector, which answers faster than the built-in one.`;

/** Queries that are asked together: a database of one's own answers several, the built-in one puts them in a row. */
const AT_ONCE = 4;

const systems = ["fulltext", "vector", "hybrid"] as const;
type Rankings = Record<(typeof systems)[number], Hit[]>[];

const { values } = parseArgs({
  options: {
    profiles: { type: "string" },
    queries: { type: "string" },
    json: { type: "boolean", default: false },
    run: { type: "string" },
    sample: { type: "string" },
    postgres: { type: "string" },
  },
});
if (!values.profiles || !values.queries) {
  console.error(USAGE);
  process.exit(2);
}
const all = await readQueries(values.queries);
const every = Math.max(1, all.length / (Number(values.sample) || all.length));
const queries = all.filter((_, i) => Math.floor(i / every) > Math.floor((i - 1) / every));

/** For each query, whether search says that somebody fits. */
const fits: boolean[] = [];
const database = await startTestDatabase(values.postgres);
try {
  const embeddings = await staticEmbeddings();
  const documents = await indexProfiles(values.profiles, { url: database.url, embeddings });
  console.error(`${documents.length} profiles are indexed; ranking ${queries.length} queries`);
  const ctx = scriptContext(database.url, { embeddings });
  const words = await fullText(
    database.url,
    documents,
    queries.map(({ text }) => text),
  );
  const hybrid = hybridRanker(ctx, documents);
  const rankings: Rankings = [];
  for (let from = 0; from < queries.length; from += AT_ONCE) {
    const answers = queries.slice(from, from + AT_ONCE).map(async ({ text }, i) => {
      const [vector = null] = await embeddings.embed([text], "query");
      const answer = await hybrid(text);
      return { fulltext: words[from + i]!, vector: nearest(documents, vector), answer };
    });
    for (const { answer, ...others } of await Promise.all(answers)) {
      fits.push(answer.fits);
      rankings.push({ ...others, hybrid: answer.hits });
    }
    if (rankings.length % 1000 < AT_ONCE) console.error(`${rankings.length} queries`);
  }
  if (values.run) await writeFile(values.run, trecRun(rankings));
  report(rankings);
} finally {
  await database.close();
}

function dot(a: number[], b: number[]): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** Exact, without an index. */
function nearest(documents: IndexedDocument[], need: number[] | null): Hit[] {
  if (!need) return [];
  return documents
    .map(({ id, vector }) => ({
      id,
      score: vector ? dot(need, vector) : -1,
    }))
    .toSorted((a, b) => b.score - a.score)
    .slice(0, 10);
}

/** The statement that a page of results comes from, as somebody who is not signed in and filters nothing gets it. */
function hybridRanker(ctx: JobContext, documents: IndexedDocument[]) {
  const idOf = new Map(documents.map(({ userId, id }) => [userId, id]));
  const reader = { userId: null, timeZone: "UTC", now: new Date() };
  const asked = {
    readerId: null,
    now: reader.now,
    filters: noFilters,
    sort: "best" as const,
  };
  return async (query: string): Promise<{ hits: Hit[]; fits: boolean }> => {
    const need = await readNeed(ctx, query, ctx.embeddings.model);
    if (!need.text) return { hits: [], fits: false };
    const ranking = { ...asked, ...need, languages: need.languages.map(({ code }) => code) };
    const [, { rows }] = await ctx.db.batch([
      ctx.db.execute(nearestCandidatesSettings),
      ctx.db.execute<{ user_id: string; score: number; best: unknown }>(
        sql`with ${readerTables(reader)}, ${circle(reader)}, ${rankMentors(ranking)}
          select user_id, score, ${bestJson} as best from fresh order by position limit 10`,
      ),
    ]);
    return {
      hits: rows.map(({ user_id, score }) => ({ id: idOf.get(user_id)!, score })),
      fits: rows.length > 0 && fitsNeed(bestSchema.parse(rows[0]?.best)),
    };
  };
}

/** TREC's run format: `queryId Q0 documentId rank score system`. */
function trecRun(rankings: Rankings): string {
  const lines = systems.flatMap((system) =>
    rankings.flatMap((ranking, i) =>
      ranking[system].map(({ id, score }, rank) =>
        [queries[i]!.id, "Q0", id, rank + 1, score.toFixed(6), system].join(" "),
      ),
    ),
  );
  return `${lines.join("\n")}\n`;
}

/** "Nobody fits": said wrongly of needs that somebody can answer, and not said of those that nobody can. */
function nobodyFits() {
  const answered = queries.map(({ relevance }) => Object.keys(relevance).length > 0);
  const count = (said: boolean, right: boolean) =>
    fits.filter((fit, i) => fit === said && answered[i] === right).length;
  return {
    falseHits: count(true, false),
    unanswerable: answered.filter((one) => !one).length,
    falseEmpties: count(false, true),
    answerable: answered.filter(Boolean).length,
  };
}

function report(rankings: Rankings): void {
  const judgeable = queries
    .map((query, i) => ({ query, i }))
    .filter(({ query }) => Object.keys(query.relevance).length > 0);
  const sets = { all: () => true, "gap = 1": ({ gap }: JudgedQuery) => gap === 1 };
  const judged = Object.entries(sets).flatMap(([set, belongs]) => {
    const chosen = judgeable.filter(({ query }) => belongs(query));
    const of = (system: (typeof systems)[number]) =>
      chosen.map(({ query, i }) => judge(rankings[i]![system], query));
    return chosen.length > 0
      ? [{ set, fulltext: of("fulltext"), vector: of("vector"), hybrid: of("hybrid") }]
      : [];
  });
  const rows = judged.flatMap((one) =>
    systems.map((system) => ({ system, set: one.set, ...inShort(one[system]) })),
  );
  // query by query: what both find hard says nothing about either
  const differences = judged.flatMap((one) =>
    (["vector", "fulltext"] as const).map((other) => ({
      system: `hybrid - ${other}`,
      set: one.set,
      ...inShort(one.hybrid.map((its, i) => mapped((name) => its[name] - one[other][i]![name]))),
    })),
  );
  const nobody = nobodyFits();
  if (values.json) {
    console.log(JSON.stringify({ bench: "search", rows, differences, nobody }));
    return;
  }
  const said = (value: unknown) =>
    typeof value === "object" && value && "mean" in value ? Object.values(value).join(" / ") : value;
  console.table(
    [...rows, ...differences].map((row) =>
      Object.fromEntries(Object.entries(row).map(([k, v]) => [k, said(v)])),
    ),
  );
  console.table([nobody]);
}

function mapped<T>(figure: (name: Measure) => T) {
  return Object.fromEntries(measures.map((name) => [name, figure(name)])) as Record<Measure, T>;
}

function inShort(values: Record<Measure, number>[]) {
  return {
    queries: values.length,
    ...mapped((name) => meanWithInterval(values.map((its) => its[name]))),
  };
}
