import { expect, it } from "vitest";
import { testContext, testJobContext } from "#testing/context.ts";
import { makeConnection, makeMentee, makeMentor, makeMentorship } from "#testing/factories.ts";
import type { Graph } from "../context.ts";
import { DomainError } from "../errors.ts";
import { newId } from "../ids.ts";
import { projectConnection } from "./project-connection.ts";
import { projectMentorship } from "./project-mentorship.ts";
import { projectPerson } from "./project-person.ts";

/** A graph that notes the rows it is given. */
function noting() {
  const rows: unknown[] = [];
  const graph: Graph = {
    async run(_, params) {
      rows.push(...(params.rows as unknown[]));
      return [];
    },
  };
  return { rows, graph };
}

it("projects a person with skills, places and version", async () => {
  const { rows, graph } = noting();
  const ctx = testJobContext({ graph });
  const mentor = await makeMentor(ctx.db, {
    capacity: 3,
    activeMentees: 1,
    version: 4,
    offers: ["sql"],
    seeks: ["git"],
  });
  await projectPerson(ctx, { userId: mentor.id });
  expect(rows).toMatchObject([
    {
      id: mentor.id,
      version: 4,
      visible: true,
      mentor: true,
      openings: 2,
      offers: [{ slug: "sql", level: null }],
      seeks: [{ slug: "git" }],
    },
  ]);
});

it.each([{ visibility: "hidden" as const }, { onboardedAt: null }])(
  "projects as invisible who is %j",
  async (profile) => {
    const { rows, graph } = noting();
    const ctx = testJobContext({ graph });
    const mentor = await makeMentor(ctx.db, profile);
    await projectPerson(ctx, { userId: mentor.id });
    expect(rows).toMatchObject([{ visible: false }]);
  },
);

it("projects a connection and a mentorship as they stand now", async () => {
  const { rows, graph } = noting();
  const ctx = testJobContext({ graph });
  const mentorship = await makeMentorship(ctx.db, { state: "active", version: 2 });
  const connection = await makeConnection(ctx.db, mentorship.mentorId, mentorship.menteeId, {
    state: "removed",
  });
  await projectConnection(ctx, { connectionId: connection.id });
  await projectMentorship(ctx, { mentorshipId: mentorship.id });
  expect(rows).toMatchObject([
    { id: connection.id, connected: false, version: connection.updatedAt.getTime() },
    { id: mentorship.id, mentorId: mentorship.mentorId, status: "active", version: 2 },
  ]);
});

it("has nothing to do without a graph, or for what does not exist", async () => {
  const { rows, graph } = noting();
  const absent: Graph = { ...graph, absent: true };
  const { id } = await makeMentee(testContext().db);
  for (const project of [
    () => projectPerson(testJobContext({ graph: absent }), { userId: id }),
    () => projectConnection(testJobContext({ graph: absent }), { connectionId: id }),
    () => projectMentorship(testJobContext({ graph: absent }), { mentorshipId: id }),
    () => projectPerson(testJobContext({ graph }), { userId: newId() }),
  ])
    await project();
  expect(rows).toEqual([]);
});

it("comes again while the graph is down", async () => {
  const run = async () => {
    throw new DomainError("unavailable");
  };
  const ctx = testJobContext({ graph: { run } });
  const { id } = await makeMentee(ctx.db);
  await expect(projectPerson(ctx, { userId: id })).rejects.toMatchObject({ code: "unavailable" });
});

it("is for jobs alone", async () => {
  const ctx = Object.assign(testJobContext(), { actor: testContext().actor });
  await expect(projectPerson(ctx, { userId: newId() })).rejects.toMatchObject({ code: "not_signed_in" });
});
