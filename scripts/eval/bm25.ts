import pg from "pg";
import { inBatches } from "../seed/bulk-insert.ts";
import type { IndexedDocument } from "./collection.ts";

const K1 = 1.2;
const B = 0.75;

/**
 * Plain full-text search, to compare with: a document that has any word of the query, English stems without stop words,
 * ranked by BM25 with k1 1.2 and b .75 (Robertson & Zaragoza 2009) and idf ln(1 + (N - n + .5) / (n + .5)).
 * @returns for a query's words, ids of documents, best first, at most ten
 */
export async function fullText(url: string, documents: IndexedDocument[], texts: string[]) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const postings = new Map<string, { document: number; times: number }[]>();
    const lengths: number[] = [];
    for (const bag of await stems(
      client,
      documents.map(({ text }) => text),
    )) {
      const document = lengths.length;
      lengths.push([...bag.values()].reduce((sum, times) => sum + times, 0));
      for (const [word, times] of bag) {
        const list = postings.get(word) ?? [];
        list.push({ document, times });
        postings.set(word, list);
      }
    }
    const mean = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
    const asked = await stems(client, texts);
    return asked.map((bag) => {
      const scores = new Map<number, number>();
      for (const word of bag.keys()) {
        const list = postings.get(word) ?? [];
        const idf = Math.log(1 + (documents.length - list.length + 0.5) / (list.length + 0.5));
        for (const { document, times } of list) {
          const length = K1 * (1 - B + (B * lengths[document]!) / mean);
          const its = (idf * times * (K1 + 1)) / (times + length);
          scores.set(document, (scores.get(document) ?? 0) + its);
        }
      }
      return [...scores]
        .toSorted((a, b) => b[1] - a[1] || a[0] - b[0])
        .slice(0, 10)
        .map(([document, score]) => ({ id: documents[document]!.id, score }));
    });
  } finally {
    await client.end();
  }
}

/** The words of each text as Postgres stems them, with how often each stands there. */
async function stems(client: pg.ClientBase, texts: string[]): Promise<Map<string, number>[]> {
  const bags: Map<string, number>[] = [];
  for (const batch of inBatches(texts, 500)) {
    const { rows } = await client.query<{ words: Record<string, number> | null }>(
      `select (select json_object_agg(lexeme, cardinality(positions)) from unnest(to_tsvector('english', text))) as words
       from jsonb_array_elements_text($1::jsonb) with ordinality as t (text, place) order by place`,
      [JSON.stringify(batch)],
    );
    bags.push(...rows.map(({ words }) => new Map(Object.entries(words ?? {}))));
  }
  return bags;
}
