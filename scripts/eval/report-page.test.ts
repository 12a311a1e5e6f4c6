import { expect, it } from "vitest";
import { reportPage } from "./report-page.ts";
import { readRun } from "./trec-run.ts";

it("shows both rankings of a need with grades, who was found by neither, and no markup of others", () => {
  const run = readRun("q1 Q0 a 1 2.5 fulltext\nq1 Q0 b 1 0.9 hybrid\nq1 Q0 a 2 0.1 hybrid\n");
  expect(run.get("hybrid q1")).toEqual([
    { id: "b", score: 0.9 },
    { id: "a", score: 0.1 },
  ]);
  const query = { id: "q1", text: "I fear <b>tables</b>", relevance: { b: 3, c: 1 }, gap: null };
  const page = reportPage(
    [
      {
        query,
        fulltext: { hits: run.get("fulltext q1")!, score: 0 },
        hybrid: { hits: run.get("hybrid q1")!, score: 0.9 },
      },
    ],
    new Map([["a", "Ann: welds"]]),
  );
  expect(page).toContain("I fear &lt;b&gt;tables&lt;/b&gt;");
  expect(page).toContain("hybrid wins by 0.900");
  expect(page).toContain('<li class="none"><b>·</b> Ann: welds</li>');
  expect(page).toContain("<b>3</b> b");
  expect(page.slice(page.indexOf("Found by neither"))).toContain("<b>1</b> c");
});
