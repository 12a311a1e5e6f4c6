import { z } from "zod";
import type { Graph } from "../context.ts";
import { type Recommended, recommendedSchema } from "./schema.ts";
import { THREE_STEPS, TWO_STEPS } from "./steps.ts";

/** A job has time, and a server that has just started plans slowly. */
const DEADLINE_MS = 10_000;

/**
 * Four ways to a mentor, each hop capped: through friends, through their friends, through sought skills, through their
 * clusters. The path of three steps is kept where there is one: the part that SQL can't answer.
 */
const RANK = `
MATCH (me:Person {id: $userId})
CALL (me) {${TWO_STEPS}
  UNION ALL
  WITH me ${THREE_STEPS.trim()}
  UNION ALL
  WITH me MATCH (me)-[:SEEKS]->(s:Skill) WITH s LIMIT 20
  CALL (s) { MATCH (s)<-[o:OFFERS]-(m:Person) WHERE m.openings > 0 RETURN m, o.level AS level LIMIT 200 }
  RETURN m, sum(CASE level WHEN 'expert' THEN 1.0 WHEN 'advanced' THEN 0.9 ELSE 0.75 END) AS score
  UNION ALL
  WITH me MATCH (me)-[:SEEKS]->(:Skill)-[:IN]->(c:Cluster) WITH DISTINCT c LIMIT 10
  CALL (c) { MATCH (c)<-[:IN]-(s:Skill) WITH s LIMIT 30
    CALL (s) { MATCH (s)<-[:OFFERS]-(m:Person) WHERE m.openings > 0 RETURN m LIMIT 30 }
    RETURN DISTINCT m }
  RETURN m, 0.3 * count(c) AS score
}
WITH me, m, sum(score) AS score
WHERE m <> me AND m.mentor AND m.visible AND m.openings > 0
WITH me, m, score ORDER BY score DESC, m.id LIMIT 40
OPTIONAL MATCH way = shortestPath((me)-[:CONNECTED*..3]-(m)) WHERE all(n IN nodes(way) WHERE n.visible)
WITH m, way, score + CASE length(way) WHEN 3 THEN 0.15 ELSE 0 END AS score
RETURN m.id AS mentorId, score,
  CASE length(way) WHEN 3 THEN [n IN nodes(way)[1..-1] | n.id] ELSE [] END AS path
ORDER BY score DESC, mentorId`;

/**
 * Mentors for a person, best first; none for somebody whom the graph doesn't know.
 * @throws DomainError `unavailable`
 */
export async function rankByGraph(graph: Graph, userId: string): Promise<Recommended[]> {
  const rows = await graph.run(RANK, { userId }, { deadlineMs: DEADLINE_MS });
  return z.array(recommendedSchema).parse(rows);
}
