import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { sql } from "drizzle-orm";
import { z } from "zod";
import { rankMentors } from "#domain/search/rank-mentors.ts";
import { readQuery } from "#domain/search/read-query.ts";
import { startTestDatabase } from "#testing/test-database.ts";
import { scriptContext } from "./script-context.ts";
import { writtenPeople } from "./seed/people.ts";
import { readSource } from "./seed/source.ts";
import { seed } from "./seed.ts";
import { staticEmbeddings } from "./static-embeddings.ts";

/**
 * `npm run eval:search -- --needs FILE [--json]`: how well the product's own statement ranks the seed's mentors for
 * judged needs, one JSON object a line: `{id, need, kind, relevance: {personId: 0..3}}`. Needs of kind `none` have
 * nobody and are left out. Two systems in one run: with words and meaning, and by words alone.
 */
const needSchema = z.object({
  need: z.string(),
  kind: z.string(),
  relevance: z.record(z.string(), z.number()),
});
type Need = z.infer<typeof needSchema>;

const { values } = parseArgs({
  options: { needs: { type: "string" }, json: { type: "boolean", default: false } },
});
if (!values.needs) {
  console.error("Say which needs: npm run eval:search -- --needs FILE");
  process.exit(2);
}
const lines = (await readFile(values.needs, "utf8")).trimEnd().split("\n");
const needs = lines.map((line) => needSchema.parse(JSON.parse(line))).filter(({ kind }) => kind !== "none");

const database = await startTestDatabase();
try {
  console.error("Filling a database with the seed");
  await seed({ databaseUrl: database.url });
  const ctx = scriptContext(database.url, { embeddings: await staticEmbeddings() });
  const personOf = new Map(writtenPeople(await readSource()).map(({ userId, id }) => [userId, id]));

  const rank = async ({ need }: Need, withMeaning: boolean): Promise<string[]> => {
    const { text, grams } = readQuery(need);
    const [vector = null] = withMeaning ? await ctx.embeddings.embed([text], "query") : [];
    const filters = { languages: [], skills: [], ignored: [], minOverlapHours: 0, hasPlace: false };
    const model = ctx.embeddings.model;
    const ranking = { readerId: null, now: new Date(), text, grams, languages: [], vector, model, filters };
    const { rows } = await ctx.db.execute<{ user_id: string }>(
      sql`with ${rankMentors({ ...ranking, limit: 10, offset: 0 })} select user_id from ranked order by position`,
    );
    return rows.map(({ user_id }) => personOf.get(user_id) ?? user_id);
  };

  const rows = [];
  for (const system of ["hybrid", "words alone"] as const) {
    const scores: { ndcg: number; mrr: number }[] = [];
    for (const need of needs) scores.push(judge(await rank(need, system === "hybrid"), need.relevance));
    const mean = (pick: (score: { ndcg: number; mrr: number }) => number) =>
      scores.reduce((sum, score) => sum + pick(score), 0) / scores.length;
    rows.push({
      system,
      needs: scores.length,
      "nDCG@10": round(mean(({ ndcg }) => ndcg)),
      MRR: round(mean(({ mrr }) => mrr)),
    });
  }
  if (values.json) console.log(JSON.stringify({ bench: "search", rows }));
  else console.table(rows);
} finally {
  await database.close();
}

/** nDCG with gain 2^grade - 1 over the first ten, and the reciprocal rank of the first of grade 2 or more. */
function judge(ranked: string[], relevance: Record<string, number>): { ndcg: number; mrr: number } {
  const gain = (grades: number[]) =>
    grades.reduce((sum, grade, i) => sum + (2 ** grade - 1) / Math.log2(i + 2), 0);
  const grades = ranked.map((id) => relevance[id] ?? 0);
  const ideal = Object.values(relevance)
    .toSorted((a, b) => b - a)
    .slice(0, 10);
  const first = grades.findIndex((grade) => grade >= 2);
  return { ndcg: gain(grades) / gain(ideal), mrr: first < 0 ? 0 : 1 / (first + 1) };
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
