import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";

export const mentorshipRowSchema = z.object({
  id: z.string(),
  mentorId: z.string(),
  menteeId: z.string(),
  status: z.string(),
  version: z.number(),
});
export type MentorshipRow = z.infer<typeof mentorshipRowSchema>;

export function selectMentorships(which: { id: string } | { afterId: string; limit: number }): SQL {
  const rows = sql`select id, mentor_id as "mentorId", mentee_id as "menteeId", state as status, version
    from mentorships`;
  return "id" in which
    ? sql`${rows} where id = ${which.id}`
    : sql`${rows} where id > ${which.afterId}::uuid order by id limit ${which.limit}`;
}

/** Makes the mentorships of `$rows` say their status. Repeatable and safe out of order. */
export const MERGE_MENTORSHIPS = `
UNWIND $rows AS row
MERGE (mentor:Person {id: row.mentorId})
  ON CREATE SET mentor.version = -1, mentor.visible = false, mentor.mentor = false, mentor.openings = 0
MERGE (mentee:Person {id: row.menteeId})
  ON CREATE SET mentee.version = -1, mentee.visible = false, mentee.mentor = false, mentee.openings = 0
MERGE (mentor)-[m:MENTORS {id: row.id}]->(mentee) ON CREATE SET m.version = -1
SET m.touched = row.version
WITH m, row WHERE row.version >= m.version
SET m.version = row.version, m.status = row.status
RETURN count(m) AS written`;
