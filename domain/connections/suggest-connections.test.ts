import { expect, it } from "vitest";
import { mentorMarks } from "#db/tables/index.ts";
import { actorOf } from "#testing/actor.ts";
import { testContext } from "#testing/context.ts";
import { makeConnection, makeMentee, makeMentor, makeSkill, type Person } from "#testing/factories.ts";
import { suggestConnections } from "./suggest-connections.ts";

const { db } = testContext();
const as = (person: Person) => testContext({ actor: actorOf(person) });
const know = (one: Person, other: Person, state: "connected" | "invited" | "removed" = "connected") =>
  makeConnection(db, one.id, other.id, { state, invitedBy: one.id });
const people = (count: number) => Promise.all(Array.from({ length: count }, () => makeMentee(db)));

it("puts a friend of two friends before one of a friend who knows everybody, and says through whom", async () => {
  const [me, quiet, second, hub, near, far, ...crowd] = await people(12);
  for (const friend of [quiet!, second!, hub!]) await know(me!, friend);
  await know(quiet!, near!);
  await know(second!, near!);
  for (const one of [far!, ...crowd]) await know(hub!, one);
  const ctx = as(me!);
  const suggestions = await suggestConnections(ctx);
  expect(ctx.roundTrips()).toBe(1);
  expect(suggestions[0]).toMatchObject({ userId: near!.id, mutualCount: 2, skills: [], mentor: false });
  expect(suggestions[0]!.mutuals.map(({ userId }) => userId).toSorted()).toEqual(
    [quiet!.id, second!.id].toSorted(),
  );
  expect(suggestions[1]).toMatchObject({ mutuals: [{ userId: hub!.id, name: hub!.name }] });
  expect(suggestions).toHaveLength(8);
});

it("has people with the same skills for a newcomer who knows nobody, and names the skills", async () => {
  const { slug, name } = await makeSkill(db);
  const [me, mentor] = [await makeMentee(db, { seeks: [slug] }), await makeMentor(db, { offers: [slug] })];
  await makeMentor(db, { offers: [slug], visibility: "hidden" });
  expect(await suggestConnections(as(me))).toEqual([
    {
      userId: mentor.id,
      name: mentor.name,
      headline: mentor.profile.headline,
      mentor: true,
      mutuals: [],
      mutualCount: 0,
      skills: [name],
    },
  ]);
});

it("suggests nobody who is hidden, known, invited either way, parted, or marked as not for one", async () => {
  const [me, friend, known, mine, theirs, former, unwanted, left] = await people(8);
  const hidden = await makeMentee(db, { visibility: "hidden" });
  const forFew = await makeMentee(db, { visibility: "connections" });
  await know(me!, friend!);
  for (const one of [known!, mine!, theirs!, former!, unwanted!, left!, hidden, forFew])
    await know(friend!, one);
  await know(me!, known!);
  await know(me!, mine!, "invited");
  await know(theirs!, me!, "invited");
  await know(me!, former!, "removed");
  await db.insert(mentorMarks).values({ userId: me!.id, mentorId: unwanted!.id, kind: "not_interested" });
  await db.insert(mentorMarks).values({ userId: me!.id, mentorId: left!.id, kind: "saved" });
  expect((await suggestConnections(as(me!))).map(({ userId }) => userId)).toEqual([left!.id]);
});

it("goes through nobody who hides", async () => {
  const [me, friend, far] = [
    await makeMentee(db),
    await makeMentee(db, { visibility: "hidden" }),
    await makeMentee(db),
  ];
  await know(me, friend);
  await know(friend, far);
  expect(await suggestConnections(as(me))).toEqual([]);
});

it("refuses strangers", async () => {
  await expect(suggestConnections(testContext())).rejects.toMatchObject({ code: "not_signed_in" });
});
