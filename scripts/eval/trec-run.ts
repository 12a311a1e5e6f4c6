import type { Hit } from "./judge.ts";

/** Rankings of TREC's run format (`queryId Q0 documentId rank score system`), best first, by `system queryId`. */
export function readRun(text: string): Map<string, Hit[]> {
  const rankings = new Map<string, Hit[]>();
  for (const line of text.trimEnd().split("\n")) {
    const [query, , id, , score, system] = line.split(" ");
    if (!query || !id || !system) continue;
    const key = `${system} ${query}`;
    const hits = rankings.get(key) ?? [];
    hits.push({ id, score: Number(score) });
    rankings.set(key, hits);
  }
  return rankings;
}
