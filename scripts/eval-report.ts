import { execFile } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { type JudgedQuery, readQueries } from "./eval/collection.ts";
import { type Hit, judge } from "./eval/judge.ts";
import { type Compared, reportPage } from "./eval/report-page.ts";
import { readRun } from "./eval/trec-run.ts";

const USAGE = `npm run eval:report -- --profiles FILE --queries FILE [--out FILE]
Writes a page that shows, need by need, whom full-text and the product's hybrid rank first, and which of them was right:
the greatest losses of hybrid first.`;

const root = fileURLToPath(new URL("..", import.meta.url));
const { values } = parseArgs({
  options: {
    profiles: { type: "string" },
    queries: { type: "string" },
    out: { type: "string", default: join(root, ".data/eval/report.html") },
  },
});
if (!values.profiles || !values.queries) {
  console.error(USAGE);
  process.exit(2);
}
await mkdir(dirname(values.out), { recursive: true });
const queries = await readQueries(values.queries);
const rankings = await rank(values.profiles, values.queries);
const texts = await readTexts(values.profiles);
const compared = queries
  .filter(({ relevance }) => Object.keys(relevance).length > 0)
  .map((query) => compare(query))
  .toSorted((a, b) => a.hybrid.score - a.fulltext.score - (b.hybrid.score - b.fulltext.score));
await writeFile(values.out, reportPage(compared, texts));
const wins = compared.filter(({ hybrid, fulltext }) => hybrid.score > fulltext.score).length;
const losses = compared.filter(({ hybrid, fulltext }) => hybrid.score < fulltext.score).length;
console.log(
  `${compared.length} needs: hybrid wins ${wins}, loses ${losses}, ${compared.length - wins - losses} alike`,
);
console.log(values.out);

/** Both rankings, as `npm run eval:search` makes them. */
async function rank(profiles: string, judged: string) {
  const run = join(dirname(values.out), "rankings.run");
  const script = join(root, "scripts/eval-search.ts");
  const args = [
    "--import",
    "tsx",
    script,
    "--profiles",
    profiles,
    "--queries",
    judged,
    "--run",
    run,
    "--json",
  ];
  await promisify(execFile)(process.execPath, args, { maxBuffer: 2 ** 26 });
  return readRun(await readFile(run, "utf8"));
}

function compare(query: JudgedQuery): Compared {
  const of = (system: string) => {
    const hits: Hit[] = rankings.get(`${system} ${query.id}`) ?? [];
    return { hits, score: judge(hits, query)["nDCG@10"] };
  };
  return { query, fulltext: of("fulltext"), hybrid: of("hybrid") };
}

/** What each profile says of itself, by id, in a line. */
async function readTexts(file: string): Promise<Map<string, string>> {
  const lines = (await readFile(file, "utf8")).trimEnd().split("\n");
  return new Map(
    lines.map((line) => {
      const { id, name, headline, text } = JSON.parse(line) as Record<string, string | undefined>;
      return [String(id), headline ? `${name}: ${headline}` : String(text)];
    }),
  );
}
