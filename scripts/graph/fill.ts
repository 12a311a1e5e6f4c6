import type { GraphConnection } from "#db/connect-neo4j.ts";
import { type ConnectionRow, MERGE_CONNECTIONS } from "#domain/graph/connections-batch.ts";
import { MERGE_MENTORSHIPS, type MentorshipRow } from "#domain/graph/mentorships-batch.ts";
import { MERGE_PEOPLE, type PersonRow } from "#domain/graph/people-batch.ts";

/*
 * Writes into a graph that was just emptied: what isn't there needs no comparing, so rows are created and not merged.
 * Jobs may project meanwhile. A person they made is seen by the constraint on ids, and the batch is merged instead; a
 * connection they made stands twice until `partTwins`, which knows where to look, since jobs mark whom they touch.
 */

const MERGE_SKILLS = `
UNWIND $rows AS row
MERGE (s:Skill {slug: row.slug})
FOREACH (cluster IN CASE WHEN row.cluster IS NULL THEN [] ELSE [row.cluster] END |
  MERGE (c:Cluster {slug: cluster}) MERGE (s)-[:IN]->(c))`;

const CREATE_PEOPLE = `
UNWIND $rows AS row
CREATE (p:Person {id: row.id, version: row.version, visible: row.visible, mentor: row.mentor, openings: row.openings})
WITH p, row
CALL (p, row) {
  UNWIND row.offers AS offer MATCH (s:Skill {slug: offer.slug}) CREATE (p)-[:OFFERS {level: offer.level}]->(s)
}
CALL (p, row) { UNWIND row.seeks AS sought MATCH (s:Skill {slug: sought.slug}) CREATE (p)-[:SEEKS]->(s) }
RETURN count(p) AS written`;

/** The lower id is written to for its lock alone, which a job holds too while it looks for what stood before. */
const CREATE_CONNECTIONS = `
UNWIND $rows AS row
MATCH (a:Person {id: row.lowId})
SET a.version = a.version
WITH a, row
UNWIND row.others AS other
MATCH (b:Person {id: other.id})
CREATE (a)-[:CONNECTED {since: other.since, version: other.version}]->(b)
RETURN count(*) AS written`;

/** Whom jobs touched is written to for the lock alone: none of them deletes a connection while its twin is looked for. */
const PART_TWINS = `
MATCH (a:Person) WHERE a.touched IS NOT NULL
SET a.version = a.version
WITH collect(a) AS touched
UNWIND touched AS a
MATCH (a)-[pair:CONNECTED|PARTED]-(b)
WITH a, b, pair ORDER BY pair.version DESC
WITH a, b, collect(pair) AS pairs WHERE size(pairs) > 1
FOREACH (older IN pairs[1..] | DELETE older)`;

/** Skills that this filling has written already. */
export type KnownSkills = Set<string>;

export async function fillPeople(
  graph: GraphConnection,
  rows: PersonRow[],
  known: KnownSkills,
): Promise<void> {
  const shown = rows.map((row) => (row.visible ? row : { ...row, offers: [], seeks: [] }));
  const skills = new Map(
    shown
      .flatMap(({ offers, seeks }) => [...offers, ...seeks])
      .flatMap(({ slug, cluster }) => (known.has(slug) ? [] : [[slug, { slug, cluster }] as const])),
  );
  if (skills.size > 0) await graph.run(MERGE_SKILLS, { rows: [...skills.values()] }, true);
  for (const slug of skills.keys()) known.add(slug);
  try {
    await graph.run(CREATE_PEOPLE, { rows: shown }, true);
  } catch (error) {
    if (!isTaken(error)) throw error;
    await graph.run(MERGE_PEOPLE, { rows }, true);
  }
}

/** Rows ordered by their lower id. */
export async function fillConnections(graph: GraphConnection, rows: ConnectionRow[]): Promise<void> {
  const connected = rows.filter((row) => row.connected);
  const [count] = await graph.run(CREATE_CONNECTIONS, { rows: byLowId(connected) }, true);
  // somebody without a profile is not among the people, and gets a node by merging; what was created stays one
  const merged = count?.written === connected.length ? rows.filter((row) => !row.connected) : rows;
  if (merged.length > 0) await graph.run(MERGE_CONNECTIONS, { rows: merged }, true);
}

export async function fillMentorships(graph: GraphConnection, rows: MentorshipRow[]): Promise<void> {
  await graph.run(MERGE_MENTORSHIPS, { rows }, true);
}

/** Leaves of two that stand between the same people the newer one. */
export async function partTwins(graph: GraphConnection): Promise<void> {
  await graph.run(PART_TWINS, {}, true);
}

function byLowId(rows: ConnectionRow[]) {
  const groups: { lowId: string; others: { id: string; since: string; version: number }[] }[] = [];
  for (const { lowId, highId, since, version } of rows) {
    if (groups.at(-1)?.lowId !== lowId) groups.push({ lowId, others: [] });
    groups.at(-1)?.others.push({ id: highId, since, version });
  }
  return groups;
}

const isTaken = (error: unknown): boolean =>
  error instanceof Error &&
  "code" in error &&
  error.code === "Neo.ClientError.Schema.ConstraintValidationFailed";
