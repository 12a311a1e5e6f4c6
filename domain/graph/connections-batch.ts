import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";

/** `version` is the time of the last change in ms: an older row never overwrites a newer one. */
export const connectionRowSchema = z.object({
  id: z.string(),
  lowId: z.string(),
  highId: z.string(),
  connected: z.boolean(),
  /** ISO 8601. */
  since: z.string(),
  version: z.coerce.number(),
});
export type ConnectionRow = z.infer<typeof connectionRowSchema>;

/** The connection with `id`, or those after a pair, by pair. */
export function selectConnections(
  which: { id: string } | { after: Pick<ConnectionRow, "lowId" | "highId">; limit: number },
): SQL {
  const rows = sql`select id, low_id as "lowId", high_id as "highId", state = 'connected' as connected,
      to_char(since at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as since,
      floor(extract(epoch from updated_at) * 1000)::float8 as version from connections`;
  return "id" in which
    ? sql`${rows} where id = ${which.id}`
    : sql`${rows} where (low_id, high_id) > (${which.after.lowId}::uuid, ${which.after.highId}::uuid)
        order by low_id, high_id limit ${which.limit}`;
}

/**
 * Makes the pairs of `$rows` connected or not. What was parted leaves PARTED with its version behind, so that a late
 * row can't join the two again. The lower id is locked first, always: no two batches wait for each other in a circle.
 */
export const MERGE_CONNECTIONS = `
UNWIND $rows AS row
MERGE (a:Person {id: row.lowId}) ON CREATE SET a.version = -1, a.visible = false, a.mentor = false, a.openings = 0
MERGE (b:Person {id: row.highId}) ON CREATE SET b.version = -1, b.visible = false, b.mentor = false, b.openings = 0
SET a.touched = row.version
WITH a, b, row
OPTIONAL MATCH (a)-[old:CONNECTED|PARTED]-(b)
WITH a, b, row, collect(old) AS olds
WHERE all(old IN olds WHERE row.version >= old.version)
FOREACH (old IN olds | DELETE old)
FOREACH (_ IN CASE WHEN row.connected THEN [1] ELSE [] END |
  CREATE (a)-[:CONNECTED {since: row.since, version: row.version}]->(b))
FOREACH (_ IN CASE WHEN row.connected THEN [] ELSE [1] END | CREATE (a)-[:PARTED {version: row.version}]->(b))
RETURN count(row) AS written`;
