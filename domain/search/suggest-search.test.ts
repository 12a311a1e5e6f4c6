import { expect, it } from "vitest";
import { actorOf } from "#testing/actor.ts";
import { testContext } from "#testing/context.ts";
import { makeMentee, makeMentor, makeSkill } from "#testing/factories.ts";
import { newId } from "../ids.ts";
import { suggestSearch } from "./suggest-search.ts";

const { db } = testContext();
const names = ({ people }: Awaited<ReturnType<typeof suggestSearch>>) => people.map(({ name }) => name);

it("finds skills and people for what is being typed, in one round trip", async () => {
  const word = `zu${newId().slice(-8)}`;
  const skill = await makeSkill(db, { name: `${word} weaving`, status: "approved" });
  const mentor = await makeMentor(db, { user: { name: `Ada ${word}` }, headline: "Weaves" });
  const ctx = testContext();
  const found = await suggestSearch(ctx, { text: ` ${word.toUpperCase().slice(0, 9)} ` });
  expect(ctx.roundTrips()).toBe(1);
  expect(found.skills).toMatchObject([{ slug: skill.slug }]);
  expect(found.people).toEqual([{ userId: mentor.id, name: mentor.name, headline: "Weaves" }]);
});

it("forgives a slip in a name and in a skill", async () => {
  await makeMentor(db, { user: { name: "Wilhelmina Quackenbush" } });
  expect(names(await suggestSearch(testContext(), { text: "quackenbosh" }))).toEqual([
    "Wilhelmina Quackenbush",
  ]);
  const { skills } = await suggestSearch(testContext(), { text: "kuberntes" });
  expect(skills[0]).toMatchObject({ name: "Kubernetes" });
});

it("finds no part of a word, no mentee, and not oneself", async () => {
  const word = `xy${newId().slice(-8)}`;
  await makeMentee(db, { user: { name: `Bea ${word}` } });
  const me = await makeMentor(db, { user: { name: `Cem ${word}` } });
  const other = await makeMentor(db, { user: { name: `Dia pre${word}` } });
  const mine = testContext({ actor: actorOf(me) });
  expect(names(await suggestSearch(mine, { text: word.slice(0, 3) }))).not.toContain(other.name);
  const found = names(await suggestSearch(testContext(), { text: `cem ${word}` }));
  expect(found).toContain(me.name);
  expect(names(await suggestSearch(mine, { text: `cem ${word}` }))).not.toContain(me.name);
  expect(names(await suggestSearch(testContext(), { text: `bea ${word}` }))).not.toContain(`Bea ${word}`);
});

it.each(["", " k ", "x".repeat(61), "a\u0000b"])("asks nothing for %j", async (text) => {
  const ctx = testContext();
  expect(await suggestSearch(ctx, { text })).toEqual({ skills: [], people: [] });
  expect(ctx.roundTrips()).toBe(0);
});
