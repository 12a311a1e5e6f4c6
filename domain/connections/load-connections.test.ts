import { describe, expect, it } from "vitest";
import { actorOf } from "#testing/actor.ts";
import { testContext } from "#testing/context.ts";
import { makeConnection, makeMentee, makeMentor } from "#testing/factories.ts";
import { loadConnections } from "./load-connections.ts";

describe("loadConnections", () => {
  it("lists whom one knows from either side, the newest first, without invitations and former ones", async () => {
    const { db } = testContext();
    const me = await makeMentee(db);
    const people = await Promise.all([makeMentor(db), makeMentee(db), makeMentee(db), makeMentee(db)]);
    const [old, recent, invited, removed] = people as [typeof me, typeof me, typeof me, typeof me];
    await makeConnection(db, me.id, old.id, { since: new Date("2024-05-01") });
    await makeConnection(db, recent.id, me.id, { since: new Date("2026-05-01") });
    await makeConnection(db, me.id, invited.id, { state: "invited" });
    await makeConnection(db, me.id, removed.id, { state: "removed" });

    const ctx = testContext({ actor: actorOf(me) });
    const connections = await loadConnections(ctx);
    expect(connections.map(({ userId }) => userId)).toEqual([recent.id, old.id]);
    expect(connections[1]).toMatchObject({
      name: old.name,
      headline: old.profile.headline,
      since: "2024-05-01T00:00:00.000Z",
    });
    expect(ctx.roundTrips()).toBe(1);
  });

  it("refuses strangers", async () => {
    await expect(loadConnections(testContext())).rejects.toMatchObject({ code: "not_signed_in" });
  });
});
