import { expect, it } from "vitest";
import { actorOf } from "#testing/actor.ts";
import { testContext } from "#testing/context.ts";
import { makeConnection, makeMentee, makeMentor } from "#testing/factories.ts";
import { newId } from "../ids.ts";
import { connectionPath } from "./connection-path.ts";

/** Four people in a row, each knowing the next. */
async function chain(
  overrides: Parameters<typeof makeMentee>[1] = {},
  ofSecond: Parameters<typeof makeMentee>[1] = {},
) {
  const { db } = testContext();
  const people = [
    await makeMentee(db),
    await makeMentee(db, overrides),
    await makeMentee(db, ofSecond),
    await makeMentor(db),
  ];
  for (let i = 0; i < 3; i++) await makeConnection(db, people[i]!.id, people[i + 1]!.id);
  const [me, first, second, last] = people;
  return { me: me!, first: first!, second: second!, last: last! };
}
const ask = (me: Awaited<ReturnType<typeof makeMentee>>, userId: string) =>
  connectionPath(testContext({ actor: actorOf(me) }), { userId });
const idsOf = ({ people }: Awaited<ReturnType<typeof ask>>) => people.map(({ userId }) => userId);

it("finds one, two and three steps, and no fourth", async () => {
  const { me, first, second, last } = await chain();
  const { db } = testContext();
  const fifth = await makeMentor(db);
  await makeConnection(db, last.id, fifth.id);
  expect(await ask(me, first.id)).toEqual({
    degree: 1,
    people: [
      { userId: me.id, name: me.name },
      { userId: first.id, name: first.name },
    ],
  });
  for (const [to, between] of [
    [second, [first]],
    [last, [first, second]],
  ] as const) {
    const path = await ask(me, to.id);
    expect(path.degree).toBe(between.length + 1);
    expect(idsOf(path)).toEqual([me, ...between, to].map(({ id }) => id));
  }
  expect(await ask(me, fifth.id)).toEqual({ degree: null, people: [] });
});

it("takes the shortest way, and of three steps the one through whom one is closest to", async () => {
  const { me, first, second, last } = await chain();
  const { db } = testContext();
  const [other, third] = [await makeMentee(db), await makeMentee(db)];
  // two people lead to the second, one to the third
  await makeConnection(db, me.id, other.id);
  await makeConnection(db, other.id, second.id);
  await makeConnection(db, other.id, third.id);
  await makeConnection(db, third.id, last.id);
  const far = idsOf(await ask(me, last.id));
  expect(far[2]).toBe(second.id);
  expect([first.id, other.id]).toContain(far[1]);
  await makeConnection(db, first.id, last.id);
  expect(idsOf(await ask(me, last.id))).toEqual([me.id, first.id, last.id]);
});

it("leads through nobody who hides, on either place", async () => {
  const near = await chain({ visibility: "hidden" });
  expect(await ask(near.me, near.second.id)).toMatchObject({ degree: null });
  expect(await ask(near.me, near.last.id)).toMatchObject({ degree: null });
  const far = await chain({}, { visibility: "hidden" });
  expect(await ask(far.me, far.last.id)).toMatchObject({ degree: null });
});

it("tells nobody of a way to themselves, or to people they may not see", async () => {
  const { me, first } = await chain();
  const hidden = await makeMentor(testContext().db, { visibility: "hidden" });
  const ctx = testContext({ actor: actorOf(me) });
  for (const userId of [me.id, hidden.id, newId()])
    await expect(connectionPath(ctx, { userId })).rejects.toMatchObject({ code: "not_found" });
  await expect(connectionPath(ctx, { userId: "x" })).rejects.toMatchObject({ code: "invalid_input" });
  await expect(connectionPath(testContext(), { userId: first.id })).rejects.toMatchObject({
    code: "not_signed_in",
  });
});
