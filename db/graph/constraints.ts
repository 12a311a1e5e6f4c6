/** Of the graph, which is a projection of Postgres. Each may run again. */
export const graphConstraints = [
  "CREATE CONSTRAINT person_id IF NOT EXISTS FOR (p:Person) REQUIRE p.id IS UNIQUE",
  "CREATE CONSTRAINT skill_slug IF NOT EXISTS FOR (s:Skill) REQUIRE s.slug IS UNIQUE",
  "CREATE CONSTRAINT cluster_slug IF NOT EXISTS FOR (c:Cluster) REQUIRE c.slug IS UNIQUE",
] as const;
