import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import getPort from "get-port";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connectNeo4j, type GraphConnection } from "#db/connect-neo4j.ts";
import { connectPostgres, type Database } from "#db/connect-postgres.ts";
import { MERGE_CONNECTIONS } from "#domain/graph/connections-batch.ts";
import { MERGE_PEOPLE, type PersonRow } from "#domain/graph/people-batch.ts";
import { newId } from "#domain/ids.ts";
import { neo4jClassPath, neo4jCommand, whyNoNeo4j } from "#local/neo4j/neo4j.ts";
import type { Endpoint } from "#local/postgres/endpoint.ts";
import { type Part, startPart } from "#local/processes/child.ts";
import { makeConnection, makeMentee, makeMentor, makeMentorship } from "#testing/factories.ts";
import { startTestDatabase } from "#testing/test-database.ts";
import { fillConnections, fillPeople, partTwins } from "./graph/fill.ts";
import { rebuildGraph } from "./graph-rebuild.ts";
import { verifyGraph } from "./graph-verify.ts";

describe.skipIf(whyNoNeo4j())("the graph from Postgres", () => {
  let database: Endpoint;
  let db: Database;
  let folder: string;
  let neo4j: Part;
  let graph: GraphConnection;
  let options: { databaseUrl: string; neo4jUrl: string };
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "atas-rebuild-"));
    const classPath = await neo4jClassPath(() => {});
    const port = await getPort({ host: "127.0.0.1" });
    [database, neo4j] = await Promise.all([
      startTestDatabase(),
      startPart(neo4jCommand(classPath, folder, port)),
    ]);
    db = connectPostgres({ url: database.url }).db;
    options = { databaseUrl: database.url, neo4jUrl: String(neo4j.ready.url) };
    graph = connectNeo4j({ url: options.neo4jUrl, poolSize: 2, connectionTimeoutMs: 60_000 });
  });
  afterAll(async () => {
    await graph.close();
    await Promise.all([neo4j.stop(), database.close()]);
    await rm(folder, { recursive: true, force: true });
  });

  const pairs = (lowId: string, highId: string) =>
    graph.run(
      "MATCH (:Person {id: $lowId})-[pair:CONNECTED|PARTED]-(:Person {id: $highId}) RETURN type(pair) AS type, pair.version AS version",
      { lowId, highId },
      false,
    );
  const newPerson = (overrides: Partial<PersonRow> = {}): PersonRow => ({
    id: newId(),
    version: 1,
    visible: true,
    mentor: true,
    openings: 1,
    offers: [{ slug: "sql", level: "expert", cluster: "data" }],
    seeks: [],
    ...overrides,
  });

  it("is what Postgres says, also a second time, and what differs afterwards is told", async () => {
    const [mentor, hidden] = await Promise.all([
      makeMentor(db, { offers: ["sql", "python"], seeks: ["public-speaking"] }),
      makeMentor(db, { offers: ["sql"], visibility: "hidden" }),
    ]);
    const mentees = await Promise.all([makeMentee(db), makeMentee(db), makeMentee(db)]);
    for (const mentee of mentees) await makeConnection(db, mentor.id, mentee.id);
    await makeConnection(db, hidden.id, mentees[0]!.id, { state: "removed" });
    await makeMentorship(db, { mentorId: mentor.id, menteeId: mentees[0]!.id, state: "active" });
    for (let i = 0; i < 2; i++) {
      expect(await rebuildGraph(options)).toMatchObject({ people: 5, connections: 4, mentorships: 1 });
      expect(await verifyGraph(options)).toMatchObject({ compared: 10, count: 0 });
    }
    await graph.run("MATCH (p:Person {id: $id}) SET p.openings = 9", { id: mentor.id }, true);
    await graph.run("MATCH (:Person {id: $id})-[c:CONNECTED]-() DELETE c", { id: mentees[1]!.id }, true);
    const { differences } = await verifyGraph(options);
    expect(differences.map(({ kind, id }) => [kind, id])).toEqual([
      ["people", mentor.id],
      ["connections", expect.any(String)],
      ["connections", "total"],
    ]);
  }, 180_000);

  it("keeps what a job wrote meanwhile: a newer person, and one connection of two", async () => {
    const [older, other] = [newPerson(), newPerson()];
    const newer = { ...older, version: 2, openings: 7, offers: [] };
    await graph.run(MERGE_PEOPLE, { rows: [newer] }, true);
    await fillPeople(graph, [older, other], new Set());
    const [row] = await graph.run(
      "MATCH (p:Person {id: $id}) RETURN p.version AS version, p.openings AS openings, COUNT { (p)-[:OFFERS]->() } AS offers",
      { id: older.id },
      false,
    );
    expect(row).toEqual({ version: 2, openings: 7, offers: 0 });

    const [lowId = "", highId = ""] = [older.id, other.id].toSorted();
    const now = {
      id: newId(),
      lowId,
      highId,
      connected: true,
      since: "2026-01-01T00:00:00.000Z",
      version: 5,
    };
    await graph.run(MERGE_CONNECTIONS, { rows: [{ ...now, connected: false, version: 6 }] }, true);
    await fillConnections(graph, [now]);
    expect(await pairs(lowId, highId)).toHaveLength(2);
    await partTwins(graph);
    expect(await pairs(lowId, highId)).toEqual([{ type: "PARTED", version: 6 }]);
  }, 180_000);

  it("gives somebody without a profile a node that waits", async () => {
    const somebody = newPerson();
    await fillPeople(graph, [somebody], new Set());
    const [lowId = "", highId = ""] = [somebody.id, newId()].toSorted();
    const row = {
      id: newId(),
      lowId,
      highId,
      connected: true,
      since: "2026-01-01T00:00:00.000Z",
      version: 5,
    };
    await fillConnections(graph, [row]);
    expect(await pairs(lowId, highId)).toEqual([{ type: "CONNECTED", version: 5 }]);
  }, 180_000);
});
