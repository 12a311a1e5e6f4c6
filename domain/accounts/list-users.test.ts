import { expect, it } from "vitest";
import { newId } from "#domain/ids.ts";
import { actorOf } from "#testing/actor.ts";
import { testContext } from "#testing/context.ts";
import { makeUser } from "#testing/factories.ts";
import { listUsers } from "./list-users.ts";

async function asModerator() {
  const user = await makeUser(testContext().db, { roles: ["moderator"] });
  return testContext({ actor: actorOf(user) });
}

it("finds accounts by a part of name or address, newest first, in one round trip", async () => {
  const ctx = await asModerator();
  const word = newId().slice(-12);
  const older = await makeUser(testContext().db, {
    name: `Older ${word}`,
    createdAt: new Date("2020-01-01"),
  });
  const newer = await makeUser(testContext().db, {
    email: `${word}@people.example`,
    roles: ["admin", "mentee"],
  });
  const found = await listUsers(ctx, { query: ` ${word.toUpperCase()} ` });
  expect(found.users.map((user) => user.id)).toEqual([newer.id, older.id]);
  expect(found.users[0]).toEqual({
    id: newer.id,
    name: newer.name,
    email: newer.email,
    emailVerified: true,
    roles: ["mentee", "admin"],
    createdAt: newer.createdAt,
    verified: null,
  });
  expect(found).toMatchObject({ total: 2, page: 1, pages: 1 });
  expect(ctx.roundTrips()).toBe(1);
});

it("cuts what it found into pages", async () => {
  const ctx = await asModerator();
  const word = newId().slice(-12);
  for (let i = 0; i < 26; i++) await makeUser(testContext().db, { name: `Person ${i} ${word}` });
  expect(await listUsers(ctx, { query: word })).toMatchObject({ total: 26, page: 1, pages: 2 });
  const second = await listUsers(ctx, { query: word, page: "2" });
  expect(second.users).toHaveLength(1);
  expect(await listUsers(ctx, { query: word, page: 3 })).toMatchObject({ users: [], total: 26 });
});

it("takes a percent sign as a percent sign", async () => {
  const ctx = await asModerator();
  const word = newId().slice(-12);
  await makeUser(testContext().db, { name: `100% ${word}` });
  expect((await listUsers(ctx, { query: `0% ${word}` })).total).toBe(1);
  expect((await listUsers(ctx, { query: `%0 ${word}` })).total).toBe(0);
});

it("lists everybody without a query", async () => {
  const ctx = await asModerator();
  expect((await listUsers(ctx, {})).total).toBeGreaterThan(0);
});

it.each([["0"], ["-1"], ["1.5"], ["x"], ["99999"]])("refuses page %s", async (page) => {
  await expect(listUsers(await asModerator(), { page })).rejects.toMatchObject({ code: "invalid_input" });
});

it("refuses a mentee and a stranger", async () => {
  const ctx = testContext({ actor: actorOf(await makeUser(testContext().db)) });
  await expect(listUsers(ctx, {})).rejects.toMatchObject({ code: "not_allowed" });
  const stranger = testContext();
  await expect(listUsers(stranger, {})).rejects.toMatchObject({ code: "not_signed_in" });
  await Promise.all([ctx.settled(), stranger.settled()]);
});
