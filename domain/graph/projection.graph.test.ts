import { eq } from "drizzle-orm";
import { beforeAll, expect, it } from "vitest";
import { connections, mentorships, profiles } from "#db/tables/index.ts";
import { testJobContext } from "#testing/context.ts";
import { makeConnection, makeMentee, makeMentor, makeMentorship } from "#testing/factories.ts";
import type { JobContext } from "../context.ts";
import { MERGE_CONNECTIONS } from "./connections-batch.ts";
import { MERGE_MENTORSHIPS } from "./mentorships-batch.ts";
import { MERGE_PEOPLE, type PersonRow } from "./people-batch.ts";
import { projectConnection } from "./project-connection.ts";
import { projectMentorship } from "./project-mentorship.ts";
import { projectPerson } from "./project-person.ts";
import { writeRows } from "./write-rows.ts";

const slow = { deadlineMs: 20_000 };

// A server that has just started plans its first queries slowly.
beforeAll(async () => {
  const { graph } = testJobContext();
  for (const cypher of [MERGE_PEOPLE, MERGE_CONNECTIONS, MERGE_MENTORSHIPS])
    await graph.run(cypher, { rows: [] }, { write: true, deadlineMs: 150_000 });
});

async function personIn(ctx: JobContext, id: string) {
  const [row] = await ctx.graph.run(
    `MATCH (p:Person {id: $id}) RETURN p.version AS version, p.visible AS visible, p.openings AS openings,
      COLLECT { MATCH (p)-[:OFFERS]->(s) RETURN s.slug ORDER BY s.slug } AS offers,
      COLLECT { MATCH (p)-[:OFFERS]->()-[:IN]->(c) RETURN DISTINCT c.slug } AS clusters,
      COLLECT { MATCH (p)-[:SEEKS]->(s) RETURN s.slug } AS seeks`,
    { id },
    slow,
  );
  return row;
}

it("makes a person with skills and clusters, and again changes nothing", async () => {
  const ctx = testJobContext();
  const mentor = await makeMentor(ctx.db, {
    offers: ["sql", "python"],
    seeks: ["public-speaking"],
    version: 3,
  });
  for (let i = 0; i < 2; i++) await projectPerson(ctx, { userId: mentor.id });
  expect(await personIn(ctx, mentor.id)).toMatchObject({
    version: 3,
    visible: true,
    openings: 2,
    offers: expect.arrayContaining(["sql"]),
    clusters: expect.arrayContaining([expect.any(String)]),
    seeks: ["public-speaking"],
  });
});

it("replaces skills as a set and takes them from somebody who hides", async () => {
  const ctx = testJobContext();
  const mentor = await makeMentor(ctx.db, { offers: ["sql"] });
  await projectPerson(ctx, { userId: mentor.id });
  await ctx.db
    .update(profiles)
    .set({ visibility: "hidden", version: 2 })
    .where(eq(profiles.userId, mentor.id));
  await projectPerson(ctx, { userId: mentor.id });
  expect(await personIn(ctx, mentor.id)).toMatchObject({ version: 2, visible: false, offers: [] });
});

it("lets no late row overwrite a newer one, in whatever order they come", async () => {
  const ctx = testJobContext();
  const mentor = await makeMentor(ctx.db);
  const row = (version: number): PersonRow => ({
    id: mentor.id,
    version,
    visible: true,
    mentor: true,
    openings: version,
    offers: [{ slug: `v${version}`, level: null, cluster: null }],
    seeks: [],
  });
  await Promise.all([5, 2, 7, 1].map((version) => writeRows(ctx.graph, MERGE_PEOPLE, [row(version)])));
  await writeRows(ctx.graph, MERGE_PEOPLE, [row(6)]);
  expect(await personIn(ctx, mentor.id)).toMatchObject({ version: 7, openings: 7, offers: ["v7"] });
});

const tie = `MATCH (:Person {id: $one})-[r:CONNECTED|PARTED]-(:Person {id: $other}) RETURN type(r) AS type`;

it("joins and parts two people, and a late row joins nobody again", async () => {
  const ctx = testJobContext();
  const [one, other] = [await makeMentee(ctx.db), await makeMentee(ctx.db)];
  const connection = await makeConnection(ctx.db, one.id, other.id);
  const ties = () => ctx.graph.run(tie, { one: one.id, other: other.id }, slow);
  for (let i = 0; i < 2; i++) await projectConnection(ctx, { connectionId: connection.id });
  expect(await ties()).toEqual([{ type: "CONNECTED" }]);

  const later = new Date(connection.updatedAt.getTime() + 1_000);
  await ctx.db
    .update(connections)
    .set({ state: "removed", updatedAt: later })
    .where(eq(connections.id, connection.id));
  await projectConnection(ctx, { connectionId: connection.id });
  expect(await ties()).toEqual([{ type: "PARTED" }]);

  const late = {
    id: connection.id,
    lowId: connection.lowId,
    highId: connection.highId,
    connected: true,
    since: "",
    version: connection.updatedAt.getTime(),
  };
  await writeRows(ctx.graph, MERGE_CONNECTIONS, [late]);
  expect(await ties()).toEqual([{ type: "PARTED" }]);
});

it("keeps the newest status of a mentorship", async () => {
  const ctx = testJobContext();
  const mentorship = await makeMentorship(ctx.db, { state: "active", version: 2 });
  await projectMentorship(ctx, { mentorshipId: mentorship.id });
  const { id, mentorId, menteeId } = mentorship;
  await writeRows(ctx.graph, MERGE_MENTORSHIPS, [{ id, mentorId, menteeId, status: "pending", version: 1 }]);
  const status = () =>
    ctx.graph.run("MATCH ()-[m:MENTORS {id: $id}]->() RETURN m.status AS status", { id }, slow);
  expect(await status()).toEqual([{ status: "active" }]);
  await ctx.db.update(mentorships).set({ state: "ended", version: 3 }).where(eq(mentorships.id, id));
  await projectMentorship(ctx, { mentorshipId: id });
  expect(await status()).toEqual([{ status: "ended" }]);
});
