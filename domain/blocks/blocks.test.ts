import { and, eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { auditEvents, connections, mentorships, outbox, profiles } from "#db/tables/index.ts";
import { actorOf } from "#testing/actor.ts";
import { testContext } from "#testing/context.ts";
import { makeConnection, makeMentee, makeMentor, makeMentorship, type Person } from "#testing/factories.ts";
import { acceptConnection } from "../connections/accept-connection.ts";
import { connectionPath } from "../connections/connection-path.ts";
import { inviteConnection } from "../connections/invite-connection.ts";
import { newId } from "../ids.ts";
import { markMentor } from "../marks/mark-mentor.ts";
import { acceptRequest } from "../mentorships/accept-request.ts";
import { requestMentorship } from "../mentorships/request-mentorship.ts";
import { loadMentorProfile } from "../profiles/load-mentor-profile.ts";
import { blockPerson } from "./block-person.ts";
import { listBlocked } from "./list-blocked.ts";
import { unblockPerson } from "./unblock-person.ts";

const { db } = testContext();
const as = (person: Person) => testContext({ actor: actorOf(person) });
const stateOf = async (id: string) =>
  (await db.select().from(mentorships).where(eq(mentorships.id, id)))[0]!.state;
const notFound = { code: "not_found" };

it("hides two people from each other, whoever of them blocked, until the block is taken off", async () => {
  const [one, other] = [await makeMentor(db), await makeMentor(db)];
  await blockPerson(as(one), { userId: other.id });
  for (const [reader, seen] of [
    [one, other],
    [other, one],
  ] as const) {
    const ask = { id: newId(), mentorId: seen.id, goal: "g", message: "m" };
    await expect(loadMentorProfile(as(reader), { userId: seen.id })).rejects.toMatchObject(notFound);
    await expect(requestMentorship(as(reader), ask)).rejects.toMatchObject(notFound);
    await expect(inviteConnection(as(reader), { userId: seen.id })).rejects.toMatchObject(notFound);
    await expect(markMentor(as(reader), { mentorId: seen.id, kind: "saved" })).rejects.toMatchObject(
      notFound,
    );
    const path = connectionPath(as(reader), { userId: seen.id });
    await expect(path).rejects.toMatchObject(notFound);
  }
  expect(await listBlocked(as(one))).toMatchObject([{ userId: other.id, name: other.name }]);
  expect(await listBlocked(as(other))).toEqual([]);
  await unblockPerson(as(other), { userId: one.id });
  await expect(loadMentorProfile(as(one), { userId: other.id })).rejects.toMatchObject(notFound);
  await unblockPerson(as(one), { userId: other.id });
  await unblockPerson(as(one), { userId: other.id });
  expect(await loadMentorProfile(as(other), { userId: one.id })).toMatchObject({ userId: one.id });
  const events = await db
    .select()
    .from(auditEvents)
    .where(and(eq(auditEvents.targetId, other.id), eq(auditEvents.actorId, one.id)))
    .orderBy(auditEvents.id);
  expect(events.map(({ action }) => action)).toEqual(["person.blocked", "person.unblocked"]);
});

it("ends what is between the two, in two round trips, gives the place back, and owes what follows", async () => {
  const mentor = await makeMentor(db, { capacity: 2, activeMentees: 1 });
  const mentee = await makeMentor(db);
  const link = await makeConnection(db, mentor.id, mentee.id);
  const pair = { mentorId: mentor.id, menteeId: mentee.id };
  const active = await makeMentorship(db, { ...pair, state: "active", expiresAt: null });
  const asked = await makeMentorship(db, { mentorId: mentee.id, menteeId: mentor.id });
  const others = await makeMentorship(db, { mentorId: mentor.id });
  const ctx = as(mentor);
  await blockPerson(ctx, { userId: mentee.id });
  expect(ctx.roundTrips()).toBe(2);
  expect(await stateOf(active.id)).toBe("ended");
  expect(await stateOf(asked.id)).toBe("withdrawn");
  expect(await stateOf(others.id)).toBe("pending");
  const [row] = await db.select().from(connections).where(eq(connections.id, link.id));
  expect(row).toMatchObject({ state: "removed" });
  const [seat] = await db.select().from(profiles).where(eq(profiles.userId, mentor.id));
  expect(seat).toMatchObject({ activeMentees: 0 });
  const owed = await db.select().from(outbox).where(eq(outbox.requestId, ctx.requestId));
  expect(owed.map(({ payload }) => payload)).toEqual(
    expect.arrayContaining([
      { kind: "graph.project-connection", connectionId: link.id },
      { kind: "live.close-room", mentorshipId: active.id },
      { kind: "live.advance-line", mentorId: mentor.id },
      { kind: "live.look-at-rooms", userId: mentor.id, otherId: mentee.id },
      { kind: "graph.refresh-recommendations", userId: mentee.id },
    ]),
  );
  const again = as(mentor);
  await blockPerson(again, { userId: mentee.id });
  const events = await db.select().from(auditEvents).where(eq(auditEvents.targetId, mentee.id));
  expect(events).toMatchObject([
    { action: "person.blocked", after: { connections: [link.id], mentorships: [active.id, asked.id] } },
  ]);
});

it("declines the requests of whom a mentor blocks", async () => {
  const [mentor, mentee] = [await makeMentor(db), await makeMentee(db, { visibility: "hidden" })];
  const request = await makeMentorship(db, { mentorId: mentor.id, menteeId: mentee.id });
  await blockPerson(as(mentor), { userId: mentee.id });
  expect(await stateOf(request.id)).toBe("declined");
});

it("lets nobody accept what came in at the very moment of a block", async () => {
  const [one, other] = [await makeMentor(db), await makeMentor(db)];
  await blockPerson(as(one), { userId: other.id });
  // as if written by a statement that had begun before the block
  const invited = await makeConnection(db, one.id, other.id, { state: "invited", invitedBy: other.id });
  const request = await makeMentorship(db, { mentorId: one.id, menteeId: other.id });
  const conflict = { code: "conflict" };
  await expect(acceptConnection(as(one), { id: invited.id })).rejects.toMatchObject(conflict);
  await expect(acceptRequest(as(one), { id: request.id })).rejects.toMatchObject(conflict);
  expect(await stateOf(request.id)).toBe("pending");
});

it("names nobody who is blocked on a way between two others", async () => {
  const [me, friend, between, mentor] = await Promise.all([
    makeMentee(db),
    makeMentee(db),
    makeMentee(db),
    makeMentor(db),
  ]);
  await makeConnection(db, me.id, friend.id);
  await makeConnection(db, friend.id, between.id);
  await makeConnection(db, between.id, mentor.id);
  const ask = () => connectionPath(as(me), { userId: mentor.id });
  expect(await ask()).toMatchObject({ degree: 3 });
  await blockPerson(as(between), { userId: me.id });
  expect(await ask()).toEqual({ degree: null, people: [] });
});

it("blocks nobody whom the person could not know of, not oneself, and is for the signed-in", async () => {
  const [me, hidden] = [await makeMentee(db), await makeMentor(db, { visibility: "hidden" })];
  for (const userId of [hidden.id, newId()]) {
    const ctx = as(me);
    await expect(blockPerson(ctx, { userId })).rejects.toMatchObject(notFound);
    await ctx.settled();
  }
  const invalid = { code: "invalid_input" };
  await expect(blockPerson(as(me), { userId: me.id })).rejects.toMatchObject(invalid);
  await expect(blockPerson(as(me), { userId: "x" })).rejects.toMatchObject(invalid);
  await expect(unblockPerson(as(me), { userId: "x" })).rejects.toMatchObject(invalid);
  const stranger = testContext();
  for (const refused of [
    blockPerson(stranger, { userId: me.id }),
    unblockPerson(stranger, { userId: me.id }),
    listBlocked(stranger),
  ])
    await expect(refused).rejects.toMatchObject({ code: "not_signed_in" });
  await stranger.settled();
});
