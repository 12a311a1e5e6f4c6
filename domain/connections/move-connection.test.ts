import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { auditDenials, auditEvents, connections, outbox } from "#db/tables/index.ts";
import { actorOf } from "#testing/actor.ts";
import { testContext } from "#testing/context.ts";
import { makeConnection, makeMentee, type Person } from "#testing/factories.ts";
import { newId } from "../ids.ts";
import { acceptConnection } from "./accept-connection.ts";
import { declineConnection } from "./decline-connection.ts";
import { removeConnection } from "./remove-connection.ts";
import { withdrawConnection } from "./withdraw-connection.ts";

const { db } = testContext();
const as = (person: Person) => testContext({ actor: actorOf(person) });

type State = "invited" | "connected" | "removed";
async function link(state: State) {
  const [inviter, invitee, stranger] = await Promise.all([makeMentee(db), makeMentee(db), makeMentee(db)]);
  const { id } = await makeConnection(db, inviter.id, invitee.id, {
    state,
    invitedBy: inviter.id,
    since: new Date("2024-01-01"),
    updatedAt: new Date("2024-01-01"),
  });
  return { id, inviter, invitee, stranger };
}

const verbs = {
  accept: acceptConnection,
  decline: declineConnection,
  withdraw: withdrawConnection,
  remove: removeConnection,
};

// Each verb by each person from each state: the state that it leads to, or the code of its refusal.
it.each([
  ["accept", "invitee", "invited", "connected"],
  ["accept", "invitee", "connected", "connected"],
  ["accept", "invitee", "removed", "conflict"],
  ["accept", "inviter", "invited", "not_allowed"],
  ["decline", "invitee", "invited", "removed"],
  ["decline", "invitee", "removed", "removed"],
  ["decline", "invitee", "connected", "conflict"],
  ["decline", "inviter", "invited", "not_allowed"],
  ["withdraw", "inviter", "invited", "removed"],
  ["withdraw", "inviter", "removed", "removed"],
  ["withdraw", "inviter", "connected", "conflict"],
  ["withdraw", "invitee", "invited", "not_allowed"],
  ["remove", "inviter", "connected", "removed"],
  ["remove", "invitee", "connected", "removed"],
  ["remove", "invitee", "removed", "removed"],
  ["remove", "inviter", "invited", "conflict"],
  ["accept", "stranger", "invited", "not_found"],
  ["decline", "stranger", "invited", "not_found"],
  ["withdraw", "stranger", "invited", "not_found"],
  ["remove", "stranger", "connected", "not_found"],
] as const)("%s by the %s of one that is %s: %s", async (verb, who, state, outcome) => {
  const { id, ...people } = await link(state);
  const ctx = as(people[who]);
  const answer = await verbs[verb](ctx, { id }).catch((error) => error.code);
  await ctx.settled();
  const [row] = await db.select().from(connections).where(eq(connections.id, id));
  const denials = await db.select().from(auditDenials).where(eq(auditDenials.requestId, ctx.requestId));
  if (outcome === "connected" || outcome === "removed") {
    expect(answer).toEqual({ id, state: outcome });
    expect(row!.state).toBe(outcome);
    expect(ctx.roundTrips()).toBe(state === outcome ? 1 : 2);
  } else {
    expect(answer).toBe(outcome);
    expect(row!.state).toBe(state);
    expect(denials).toHaveLength(outcome === "conflict" ? 0 : 1);
  }
  const events = await db.select().from(auditEvents).where(eq(auditEvents.targetId, id));
  expect(events).toHaveLength(row!.state === state ? 0 : 1);
  expect(row!.updatedAt.getTime() === new Date("2024-01-01").getTime()).toBe(row!.state === state);
});

it("begins a connection at the yes, projects it, and tells the inviter alone", async () => {
  const { id, inviter, invitee } = await link("invited");
  const ctx = as(invitee);
  await acceptConnection(ctx, { id });
  const [row] = await db.select().from(connections).where(eq(connections.id, id));
  expect(row!.since.getTime()).toBeGreaterThan(new Date("2025-01-01").getTime());
  const owed = await db.select().from(outbox).where(eq(outbox.requestId, ctx.requestId));
  expect(owed.map(({ payload }) => payload)).toEqual([
    { kind: "graph.project-connection", connectionId: id },
    { kind: "live.notify-connection", userId: inviter.id, connectionId: id, event: "connection.accepted" },
  ]);
});

it("tells nobody of a no, and projects what was connected when it ends", async () => {
  const open = await link("invited");
  const declining = as(open.invitee);
  await declineConnection(declining, { id: open.id });
  expect(await db.select().from(outbox).where(eq(outbox.requestId, declining.requestId))).toEqual([]);
  const connected = await link("connected");
  const removing = as(connected.inviter);
  await removeConnection(removing, { id: connected.id });
  const owed = await db.select().from(outbox).where(eq(outbox.requestId, removing.requestId));
  expect(owed.map(({ kind }) => kind)).toEqual(["graph.project-connection"]);
});

it("finds nothing by what is no id, and asks strangers to sign in", async () => {
  const me = await makeMentee(db);
  for (const verb of Object.values(verbs)) {
    const ctx = as(me);
    await expect(verb(ctx, { id: "x" })).rejects.toMatchObject({ code: "not_found" });
    await ctx.settled();
    await expect(verb(testContext(), { id: newId() })).rejects.toMatchObject({ code: "not_signed_in" });
  }
});
