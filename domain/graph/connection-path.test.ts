import { expect, it } from "vitest";
import { actorOf } from "#testing/actor.ts";
import { testContext } from "#testing/context.ts";
import { makeConnection, makeMentee, makeMentor } from "#testing/factories.ts";
import type { Graph } from "../context.ts";
import { DomainError } from "../errors.ts";
import { newId } from "../ids.ts";
import { connectionPath } from "./connection-path.ts";

/** Four people in a row, each knowing the next. */
async function chain(overrides: Parameters<typeof makeMentee>[1] = {}) {
  const { db } = testContext();
  const people = [
    await makeMentee(db),
    await makeMentee(db, overrides),
    await makeMentee(db),
    await makeMentor(db),
  ];
  for (let i = 0; i < 3; i++) await makeConnection(db, people[i]!.id, people[i + 1]!.id);
  const [me, first, second, last] = people;
  return { me: me!, first: first!, second: second!, last: last! };
}
const ask = (me: Awaited<ReturnType<typeof makeMentee>>, toId: string, graph: Graph) =>
  connectionPath(testContext({ actor: actorOf(me), graph }), { fromId: me.id, toId });
const none: Graph = { absent: true, run: async () => [] };
const saying = (...ids: string[]): Graph => ({ run: async () => [{ ids }] });

it("finds one and two steps without a graph, and three not", async () => {
  const { me, first, second, last } = await chain();
  expect(await ask(me, first.id, none)).toMatchObject({
    degree: 1,
    people: [{ userId: me.id }, { userId: first.id }],
  });
  expect(await ask(me, second.id, none)).toMatchObject({
    degree: 2,
    people: [{}, { userId: first.id, name: first.name }, {}],
  });
  expect(await ask(me, last.id, none)).toEqual({ degree: null, people: [] });
});

it("takes three steps from the graph, and only what Postgres proves", async () => {
  const { me, first, second, last } = await chain();
  const path = await ask(me, last.id, saying(me.id, first.id, second.id, last.id));
  expect(path.degree).toBe(3);
  expect(path.people.map(({ name }) => name)).toEqual([me.name, first.name, second.name, last.name]);
  expect(await ask(me, last.id, saying(me.id, second.id, first.id, last.id))).toMatchObject({ degree: null });
  expect(await ask(me, first.id, saying(me.id, first.id))).toMatchObject({ degree: 1 });
});

it("leads through nobody who hides", async () => {
  const { me, first, second, last } = await chain({ visibility: "hidden" });
  expect(await ask(me, second.id, none)).toMatchObject({ degree: null });
  expect(await ask(me, last.id, saying(me.id, first.id, second.id, last.id))).toMatchObject({ degree: null });
});

it("does without the graph while it is down", async () => {
  const { me, second } = await chain();
  const down = async () => {
    throw new DomainError("unavailable");
  };
  expect(await ask(me, second.id, { run: down })).toMatchObject({ degree: 2 });
});

it("tells nobody about the ways of others, or to people they may not see", async () => {
  const { me, first, second } = await chain();
  const hidden = await makeMentor(testContext().db, { visibility: "hidden" });
  const ctx = testContext({ actor: actorOf(me) });
  for (const [fromId, toId] of [
    [first.id, second.id],
    [me.id, me.id],
    [me.id, hidden.id],
    [me.id, newId()],
  ] as const)
    await expect(connectionPath(ctx, { fromId, toId })).rejects.toMatchObject({ code: "not_found" });
  await expect(connectionPath(ctx, { fromId: "x", toId: me.id })).rejects.toMatchObject({
    code: "invalid_input",
  });
  await expect(connectionPath(testContext(), { fromId: me.id, toId: first.id })).rejects.toMatchObject({
    code: "not_signed_in",
  });
});
