import type { JudgedQuery } from "./collection.ts";
import type { Hit } from "./judge.ts";

export interface Ranked {
  hits: Hit[];
  /** nDCG@10. */
  score: number;
}

export interface Compared {
  query: JudgedQuery;
  fulltext: Ranked;
  hybrid: Ranked;
}

/** One static page: each need with both rankings beside each other and the grade of everybody in them. */
export function reportPage(compared: Compared[], texts: ReadonlyMap<string, string>): string {
  const mean = (of: (one: Compared) => number) =>
    (compared.reduce((sum, one) => sum + of(one), 0) / Math.max(1, compared.length)).toFixed(3);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Hybrid beside full-text</title>
<style>
  body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 80rem; padding: 0 1rem; }
  article { border-top: 1px solid; padding: 1rem 0; }
  h2 { font-size: 1.1rem; }
  .sides { display: grid; gap: 2rem; grid-template-columns: repeat(auto-fit, minmax(20rem, 1fr)); }
  .none { opacity: .6; }
  b { font-variant-numeric: tabular-nums; }
</style>
<h1>Hybrid beside full-text</h1>
<p>${compared.length} needs, where hybrid loses most first. nDCG@10: full-text ${mean(({ fulltext }) => fulltext.score)}, hybrid ${mean(({ hybrid }) => hybrid.score)}. A number before a person is the grade of who is right; a dot means that nobody said so.</p>
${compared.map((one) => article(one, texts)).join("\n")}
</html>
`;
}

function article({ query, fulltext, hybrid }: Compared, texts: ReadonlyMap<string, string>): string {
  const gain = hybrid.score - fulltext.score;
  const said = gain === 0 ? "alike" : `hybrid ${gain > 0 ? "wins" : "loses"} by ${Math.abs(gain).toFixed(3)}`;
  const found = new Set([...fulltext.hits, ...hybrid.hits].map(({ id }) => id));
  const missed = Object.keys(query.relevance).filter((id) => !found.has(id));
  const lines = (ids: string[]) => ids.map((id) => line(id, query, texts)).join("");
  const side = (name: string, { hits, score }: Ranked) =>
    `<section><h3>${name}, ${score.toFixed(3)}</h3><ol>${lines(hits.map(({ id }) => id))}</ol></section>`;
  return `<article id="${escaped(query.id)}">
<h2>${escaped(query.text)}</h2>
<p>${escaped(query.id)}: ${said}</p>
<div class="sides">${side("Full-text", fulltext)}${side("Hybrid", hybrid)}</div>
${missed.length > 0 ? `<h3>Found by neither</h3><ul>${lines(missed)}</ul>` : ""}
</article>`;
}

function line(id: string, { relevance }: JudgedQuery, texts: ReadonlyMap<string, string>): string {
  const grade = relevance[id];
  const mark = grade ? `<b>${grade}</b>` : "<b>·</b>";
  return `<li${grade ? "" : ' class="none"'}>${mark} ${escaped(texts.get(id) ?? id)}</li>`;
}

const entities: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
