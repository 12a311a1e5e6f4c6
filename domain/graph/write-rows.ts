import type { Graph } from "../context.ts";

/** A batch may wait for locks of another, and a server that has just started plans slowly; a job has time. */
const DEADLINE_MS = 20_000;

/** Sends a batch of rows to one of the MERGE queries beside this file. */
export async function writeRows(graph: Graph, cypher: string, rows: object[]): Promise<void> {
  if (rows.length === 0) return;
  await graph.run(cypher, { rows }, { write: true, deadlineMs: DEADLINE_MS });
}
