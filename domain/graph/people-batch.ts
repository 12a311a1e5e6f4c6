import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { showsConnections } from "../profiles/visible-to.ts";

/** A person as the graph keeps them. `version` is the profile's: an older row never overwrites a newer one. */
export const personRowSchema = z.object({
  id: z.string(),
  version: z.number(),
  visible: z.boolean(),
  mentor: z.boolean(),
  /** Free places; none in a pause. */
  openings: z.number(),
  offers: z.array(
    z.object({ slug: z.string(), level: z.string().nullable(), cluster: z.string().nullable() }),
  ),
  seeks: z.array(z.object({ slug: z.string(), cluster: z.string().nullable() })),
});
export type PersonRow = z.infer<typeof personRowSchema>;

/** People after `afterId` by id, or the one with `id`. */
export function selectPeople(which: { id: string } | { afterId: string; limit: number }): SQL {
  const skills = (kind: "offers" | "seeks") => sql`coalesce((
    select json_agg(json_build_object('slug', s.slug, 'level', ps.level, 'cluster', s.cluster_slug) order by s.slug)
    from profile_skills ps join skills s on s.slug = ps.skill_slug
    where ps.profile_id = p.user_id and ps.kind = ${kind}), '[]')`;
  const people = sql`select p.user_id as id, p.version, p.is_mentor as mentor,
      ${showsConnections("p")} as visible,
      case when p.paused_until is null then greatest(p.capacity - p.active_mentees, 0) else 0 end as openings, ${skills("offers")} as offers, ${skills("seeks")} as seeks
    from profiles p`;
  return "id" in which
    ? sql`${people} where p.user_id = ${which.id}`
    : sql`${people} where p.user_id > ${which.afterId}::uuid order by p.user_id limit ${which.limit}`;
}

/**
 * Makes people of `$rows` what their rows say, skills replaced as a set. Repeatable and safe out of order.
 * The first SET takes the node's lock, so that two batches can't both compare with the old version.
 * A hidden person stays as a node without skills: connections wait there for the day when they show themselves.
 */
export const MERGE_PEOPLE = `
UNWIND $rows AS row
MERGE (p:Person {id: row.id})
ON CREATE SET p.version = -1, p.visible = false, p.mentor = false, p.openings = 0
SET p.touched = row.version
WITH p, row WHERE row.version >= p.version
SET p.version = row.version, p.visible = row.visible, p.mentor = row.mentor, p.openings = row.openings
WITH p, row
CALL (p) { MATCH (p)-[old:OFFERS|SEEKS]->() DELETE old }
CALL (p, row) {
  UNWIND CASE WHEN row.visible THEN row.offers ELSE [] END AS offer
  MERGE (s:Skill {slug: offer.slug})
  MERGE (p)-[o:OFFERS]->(s) SET o.level = offer.level
  FOREACH (cluster IN CASE WHEN offer.cluster IS NULL THEN [] ELSE [offer.cluster] END |
    MERGE (c:Cluster {slug: cluster}) MERGE (s)-[:IN]->(c))
}
CALL (p, row) {
  UNWIND CASE WHEN row.visible THEN row.seeks ELSE [] END AS sought
  MERGE (s:Skill {slug: sought.slug})
  MERGE (p)-[:SEEKS]->(s)
  FOREACH (cluster IN CASE WHEN sought.cluster IS NULL THEN [] ELSE [sought.cluster] END |
    MERGE (c:Cluster {slug: cluster}) MERGE (s)-[:IN]->(c))
}
RETURN count(p) AS written`;
