import { fileURLToPath } from "node:url";
import type { GraphConnection } from "#db/connect-neo4j.ts";
import type { ConnectionRow } from "#domain/graph/connections-batch.ts";
import type { MentorshipRow } from "#domain/graph/mentorships-batch.ts";
import type { PersonRow } from "#domain/graph/people-batch.ts";
import {
  batchesOf,
  type GraphScriptOptions,
  type Kind,
  type KindRow,
  kinds,
  optionsFromEnvironment,
  withBoth,
} from "./graph/sources.ts";

/** In one line what Postgres says of a row and what the graph says, by id; the two must be the same text. */
interface Side {
  of(row: KindRow): string | null;
  graph: string;
  count: string;
}

const sides: Record<Kind["name"], Side> = {
  people: {
    of: (row) => {
      const { visible, mentor, openings, offers, seeks } = row as PersonRow;
      const offered = visible ? offers.map(({ slug, level }) => `${slug} ${level ?? ""}`.trim()) : [];
      const sought = visible ? seeks.map(({ slug }) => slug) : [];
      return JSON.stringify([visible, mentor, openings, offered.toSorted(), sought.toSorted()]);
    },
    graph: `UNWIND $rows AS row MATCH (p:Person {id: row.id})
      RETURN p.id AS id, [p.visible, p.mentor, p.openings,
        COLLECT { MATCH (p)-[o:OFFERS]->(s) WITH trim(s.slug + ' ' + coalesce(o.level, '')) AS t RETURN t ORDER BY t },
        COLLECT { MATCH (p)-[:SEEKS]->(s) RETURN s.slug ORDER BY s.slug }] AS said`,
    count: "MATCH (p:Person) WHERE p.version >= 0 RETURN count(p) AS n",
  },
  connections: {
    of: (row) => ((row as ConnectionRow).connected ? JSON.stringify((row as ConnectionRow).since) : null),
    graph: `UNWIND $rows AS row
      MATCH (:Person {id: row.lowId})-[c:CONNECTED]-(:Person {id: row.highId}) RETURN row.id AS id, c.since AS said`,
    count: "MATCH ()-[c:CONNECTED]->() RETURN count(c) AS n",
  },
  mentorships: {
    of: (row) => JSON.stringify((row as MentorshipRow).status),
    graph: `UNWIND $rows AS row MATCH (:Person {id: row.mentorId})-[m:MENTORS {id: row.id}]->(:Person {id: row.menteeId})
      RETURN row.id AS id, m.status AS said`,
    count: "MATCH ()-[m:MENTORS]->() RETURN count(m) AS n",
  },
};

export interface Difference {
  kind: Kind["name"];
  id: string;
  postgres: string | null;
  graph: string | null;
}

export interface VerifyResult {
  compared: number;
  /** At most 100; `count` says how many there are. */
  differences: Difference[];
  count: number;
}

/** Compares every row of Postgres with the graph, and the totals, so that nothing is missing, other or too much. */
export async function verifyGraph(options: GraphScriptOptions): Promise<VerifyResult> {
  const { onProgress = () => {} } = options;
  const result: VerifyResult = { compared: 0, differences: [], count: 0 };
  const note = (difference: Difference) => {
    result.count += 1;
    if (result.differences.length < 100) result.differences.push(difference);
  };
  await withBoth(options, async (postgres, graph) => {
    for (const kind of kinds) {
      let expected = 0;
      for await (const rows of batchesOf(postgres, kind)) {
        expected += await compare(graph, kind, rows, note);
        result.compared += rows.length;
        onProgress(`${result.compared.toLocaleString("en")} rows compared`);
      }
      const [total] = await graph.run(sides[kind.name].count, {}, false);
      if (Number(total?.n) !== expected)
        note({ kind: kind.name, id: "total", postgres: String(expected), graph: String(total?.n) });
    }
  });
  return result;
}

/** @returns how many of the rows the graph should hold */
async function compare(
  graph: GraphConnection,
  kind: Kind,
  rows: KindRow[],
  note: (difference: Difference) => void,
): Promise<number> {
  const side = sides[kind.name];
  const found = await graph.run(side.graph, { rows }, false);
  const said = new Map(found.map((row) => [row.id, JSON.stringify(row.said)]));
  let expected = 0;
  for (const row of rows) {
    const [is, ought] = [said.get(row.id) ?? null, side.of(row)];
    if (ought !== null) expected += 1;
    if (is !== ought) note({ kind: kind.name, id: row.id, postgres: ought, graph: is });
  }
  return expected;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { compared, differences, count } = await verifyGraph(optionsFromEnvironment());
  for (const { kind, id, postgres, graph } of differences)
    console.log(`${kind} ${id}: Postgres ${postgres}, graph ${graph}`);
  console.log(`${compared} rows compared, ${count} differences`);
  process.exit(count === 0 ? 0 : 1);
}
