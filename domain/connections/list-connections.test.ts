import { expect, it } from "vitest";
import { actorOf } from "#testing/actor.ts";
import { testContext } from "#testing/context.ts";
import { makeConnection, makeMentee, makeMentor } from "#testing/factories.ts";
import { listConnections } from "./list-connections.ts";
import { loadNetwork } from "./load-network.ts";
import { CONNECTIONS_PER_PAGE } from "./schema.ts";

const { db } = testContext();

it("lists whom one knows from either side, the newest first, and who waits for whom, without former ones", async () => {
  const me = await makeMentee(db);
  const [old, recent, asked, asking, removed] = await Promise.all([
    makeMentor(db),
    makeMentee(db),
    makeMentee(db),
    makeMentor(db, { visibility: "hidden" }),
    makeMentee(db),
  ]);
  await makeConnection(db, me.id, old.id, { since: new Date("2024-05-01") });
  await makeConnection(db, recent.id, me.id, { since: new Date("2026-05-01") });
  await makeConnection(db, me.id, asked.id, { state: "invited", invitedBy: me.id });
  await makeConnection(db, me.id, asking.id, { state: "invited", invitedBy: asking.id });
  await makeConnection(db, me.id, removed.id, { state: "removed", invitedBy: me.id });

  const ctx = testContext({ actor: actorOf(me) });
  const list = await listConnections(ctx);
  expect(ctx.roundTrips()).toBe(1);
  expect(list.connections.map(({ userId }) => userId)).toEqual([recent.id, old.id]);
  expect(list.connections[1]).toMatchObject({
    name: old.name,
    headline: old.profile.headline,
    mentor: true,
    since: "2024-05-01T00:00:00.000Z",
  });
  expect(list.invited.map(({ userId }) => userId)).toEqual([asked.id]);
  // who invites shows themselves by it; their page stays closed
  expect(list.invitations).toMatchObject([
    { userId: asking.id, headline: asking.profile.headline, mentor: false },
  ]);
  expect(list).toMatchObject({ total: 2, page: 1, pages: 1 });
});

it("keeps the name of a known person who hides, and nothing else of them", async () => {
  const [me, hidden] = await Promise.all([makeMentee(db), makeMentor(db, { visibility: "hidden" })]);
  await makeConnection(db, me.id, hidden.id);
  const { connections } = await listConnections(testContext({ actor: actorOf(me) }));
  expect(connections).toMatchObject([{ name: hidden.name, headline: "", mentor: false }]);
});

it("turns pages of a large circle without a double or a gap", async () => {
  const me = await makeMentee(db);
  const count = CONNECTIONS_PER_PAGE + 2;
  for (let at = 0; at < count; at++) await makeConnection(db, me.id, (await makeMentee(db)).id);
  const ctx = testContext({ actor: actorOf(me) });
  const [first, second] = [await listConnections(ctx, { page: 1 }), await listConnections(ctx, { page: 2 })];
  expect([first.connections.length, second.connections.length, second.pages, second.total]).toEqual([
    CONNECTIONS_PER_PAGE,
    2,
    2,
    count,
  ]);
  const ids = [...first.connections, ...second.connections].map(({ userId }) => userId);
  expect(new Set(ids).size).toBe(count);
});

it("gives the whole page of one's people in one round trip", async () => {
  const [me, friend] = await Promise.all([makeMentee(db), makeMentee(db)]);
  const stranger = await makeMentee(db);
  await makeConnection(db, me.id, friend.id);
  await makeConnection(db, friend.id, stranger.id);
  const ctx = testContext({ actor: actorOf(me) });
  const network = await loadNetwork(ctx, {});
  expect(ctx.roundTrips()).toBe(1);
  expect(network.connections.map(({ userId }) => userId)).toEqual([friend.id]);
  expect(network.suggestions.map(({ userId }) => userId)).toEqual([stranger.id]);
});

it("refuses strangers and pages that are none", async () => {
  await expect(listConnections(testContext())).rejects.toMatchObject({ code: "not_signed_in" });
  await expect(loadNetwork(testContext(), {})).rejects.toMatchObject({ code: "not_signed_in" });
  const ctx = testContext({ actor: actorOf(await makeMentee(db)) });
  await expect(listConnections(ctx, { page: 0 })).rejects.toMatchObject({ code: "invalid_input" });
});
