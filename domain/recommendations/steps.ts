/*
 * Subqueries of Cypher over `me`, each with rows `m, score`. Every hop is capped, the least connected people first
 * (their degree is stored, not counted), so that one hub never becomes a person's waiting time.
 */

/** Adamic and Adar: who knows few says more about the few they know. */
const weight = (person: string) =>
  `1.0 / log(1 + CASE WHEN ${person}Degree < 2 THEN 2 ELSE ${person}Degree END)`;

/** People whom my friends know. */
export const TWO_STEPS = `
  MATCH (me)-[:CONNECTED]-(f:Person) WHERE f.visible
  WITH f, COUNT { (f)-[:CONNECTED]-() } AS fDegree ORDER BY fDegree LIMIT 150
  CALL (f) { MATCH (f)-[:CONNECTED]-(m:Person) RETURN m LIMIT 150 }
  WITH m, sum(${weight("f")}) AS closeness
  RETURN m, 0.8 * CASE WHEN closeness > 1 THEN 1.0 ELSE closeness END AS score`;

/** Mentors with a place whom friends of my friends know. */
export const THREE_STEPS = `
  MATCH (me)-[:CONNECTED]-(f:Person) WHERE f.visible
  WITH f, COUNT { (f)-[:CONNECTED]-() } AS fDegree ORDER BY fDegree LIMIT 50
  CALL (f) { MATCH (f)-[:CONNECTED]-(g:Person) WHERE g.visible RETURN g LIMIT 30 }
  WITH g, sum(${weight("f")}) AS near ORDER BY near DESC LIMIT 300
  WITH g, near, COUNT { (g)-[:CONNECTED]-() } AS gDegree
  CALL (g) { MATCH (g)-[:CONNECTED]-(m:Person) WHERE m.mentor AND m.openings > 0 RETURN m LIMIT 30 }
  WITH m, sum(near * ${weight("g")}) AS closeness
  RETURN m, 0.3 * CASE WHEN closeness > 1 THEN 1.0 ELSE closeness END AS score`;
