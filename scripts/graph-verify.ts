import { fileURLToPath } from "node:url";
import type { GraphConnection } from "#db/connect-neo4j.ts";
import type { ConnectionRow } from "#domain/graph/connections-batch.ts";
import type { MentorshipRow } from "#domain/graph/mentorships-batch.ts";
import type { PersonRow } from "#domain/graph/people-batch.ts";
import {
  batchesOf,
  connections,
  type GraphScriptOptions,
  mentorships,
  optionsFromEnvironment,
  people,
  type Source,
  withBoth,
} from "./graph/sources.ts";

type Name = "people" | "connections" | "mentorships";

/** In one line what Postgres says of a row and what the graph says, by id; the two must be the same text. */
interface Side<Row> {
  name: Name;
  source: Source<Row>;
  of(row: Row): string | null;
  graph: string;
  count: string;
}

const peopleSide: Side<PersonRow> = {
  name: "people",
  source: people,
  of: ({ visible, mentor, openings, offers, seeks }) => {
    const offered = visible ? offers.map(({ slug, level }) => `${slug} ${level ?? ""}`.trim()) : [];
    const sought = visible ? seeks.map(({ slug }) => slug) : [];
    return JSON.stringify([visible, mentor, openings, offered.toSorted(), sought.toSorted()]);
  },
  graph: `UNWIND $rows AS row MATCH (p:Person {id: row.id})
    RETURN p.id AS id, [p.visible, p.mentor, p.openings,
      COLLECT { MATCH (p)-[o:OFFERS]->(s) WITH trim(s.slug + ' ' + coalesce(o.level, '')) AS t RETURN t ORDER BY t },
      COLLECT { MATCH (p)-[:SEEKS]->(s) RETURN s.slug ORDER BY s.slug }] AS said`,
  count: "MATCH (p:Person) WHERE p.version >= 0 RETURN count(p) AS n",
};
const connectionsSide: Side<ConnectionRow> = {
  name: "connections",
  source: connections,
  of: ({ connected, since }) => (connected ? JSON.stringify(since) : null),
  graph: `UNWIND $rows AS row
    MATCH (:Person {id: row.lowId})-[c:CONNECTED]-(:Person {id: row.highId}) RETURN row.id AS id, c.since AS said`,
  count: "MATCH ()-[c:CONNECTED]->() RETURN count(c) AS n",
};
const mentorshipsSide: Side<MentorshipRow> = {
  name: "mentorships",
  source: mentorships,
  of: ({ status }) => JSON.stringify(status),
  graph: `UNWIND $rows AS row MATCH (:Person {id: row.mentorId})-[m:MENTORS {id: row.id}]->(:Person {id: row.menteeId})
    RETURN row.id AS id, m.status AS said`,
  count: "MATCH ()-[m:MENTORS]->() RETURN count(m) AS n",
};

export interface Difference {
  kind: Name;
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
    const check = async <Row extends { id: string }>(side: Side<Row>) => {
      let expected = 0;
      for await (const rows of batchesOf(postgres, side.source)) {
        expected += await compare(graph, side, rows, note);
        result.compared += rows.length;
        onProgress(`${result.compared.toLocaleString("en")} rows compared`);
      }
      const [total] = await graph.run(side.count, {}, false);
      if (Number(total?.n) !== expected)
        note({ kind: side.name, id: "total", postgres: String(expected), graph: String(total?.n) });
    };
    await check(peopleSide);
    await check(connectionsSide);
    await check(mentorshipsSide);
  });
  return result;
}

/** @returns how many of the rows the graph should hold */
async function compare<Row extends { id: string }>(
  graph: GraphConnection,
  side: Side<Row>,
  rows: Row[],
  note: (difference: Difference) => void,
): Promise<number> {
  const found = await graph.run(side.graph, { rows }, false);
  const said = new Map(found.map((row) => [row.id, JSON.stringify(row.said)]));
  let expected = 0;
  for (const row of rows) {
    const [is, ought] = [said.get(row.id) ?? null, side.of(row)];
    if (ought !== null) expected += 1;
    if (is !== ought) note({ kind: side.name, id: row.id, postgres: ought, graph: is });
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
