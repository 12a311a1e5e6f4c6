import { expect, it } from "vitest";
import type { Graph } from "#domain/context.ts";
import { actorOf } from "#testing/actor.ts";
import { testContext, testJobContext } from "#testing/context.ts";
import { makeConnection, makeMentee, makeMentor, makeSkill } from "#testing/factories.ts";
import { projectConnection } from "../graph/project-connection.ts";
import { projectPerson } from "../graph/project-person.ts";
import { loadRecommendations } from "./load-recommendations.ts";
import { refreshRecommendations } from "./refresh-recommendations.ts";

it("recommends by skills, by people in common and three steps away, from the real graph", async () => {
  const ctx = testJobContext();
  const { db } = ctx;
  // A server that has just started plans its first queries slowly: the product would answer without it.
  const graph: Graph = {
    run: (cypher, params, options) => ctx.graph.run(cypher, params, { ...options, deadlineMs: 90_000 }),
  };
  const { slug } = await makeSkill(db);
  const [me, a, b] = [await makeMentee(db, { seeks: [slug] }), await makeMentee(db), await makeMentee(db)];
  const [skilled, near, far, full, hidden] = [
    await makeMentor(db, { offers: [slug] }),
    await makeMentor(db),
    await makeMentor(db, { offers: [slug] }),
    await makeMentor(db, { offers: [slug], capacity: 0 }),
    await makeMentor(db, { offers: [slug], visibility: "hidden" }),
  ];
  const ties = [
    await makeConnection(db, me.id, a.id),
    await makeConnection(db, a.id, near.id),
    await makeConnection(db, a.id, b.id),
    await makeConnection(db, b.id, far.id),
  ];
  for (const { id } of [me, a, b, skilled, near, far, full, hidden])
    await projectPerson({ ...ctx, graph }, { userId: id });
  for (const { id } of ties) await projectConnection({ ...ctx, graph }, { connectionId: id });

  await refreshRecommendations({ ...ctx, graph }, { userId: me.id });
  const reader = testContext({ actor: actorOf(me), graph });
  const { source, cards } = await loadRecommendations(reader);
  expect(source).toBe("graph");
  // somebody unlike the first comes before somebody who offers the same
  expect(cards.map(({ userId }) => userId)).toEqual([far.id, near.id, skilled.id]);
  expect(cards.map(({ degree }) => degree)).toEqual([3, 2, null]);
  expect(cards[0]!.through.map(({ userId }) => userId)).toEqual([a.id, b.id]);
});
