import { runInDurableObject } from "cloudflare:test";
import { and, eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { auditEvents, rooms } from "#db/tables/index.ts";
import { actorOf } from "#testing/actor.ts";
import { testContext, testJobContext } from "#testing/context.ts";
import {
  makeMentee,
  makeMentor,
  makeMentorship,
  makeRoom,
  makeSession,
  makeUser,
} from "#testing/factories.ts";
import { liveRooms, roomStub, sitDown } from "#testing/live.ts";
import { newId } from "../ids.ts";
import { loadRoomHeader } from "./load-room-header.ts";
import { lookAtRoom } from "./look-at-room.ts";
import { paceRoom } from "./pace-room.ts";
import { waitOf } from "./slow-mode.ts";

const { db } = testContext();

async function makeMentorshipRoom() {
  const [mentor, mentee] = [await makeMentor(db), await makeMentee(db)];
  const people = { mentorId: mentor.id, menteeId: mentee.id };
  const { id } = await makeMentorship(db, { ...people, state: "active", expiresAt: null });
  const { id: roomId } = await makeRoom(db, [mentor.id, mentee.id], { mentorshipId: id });
  return { mentor, mentee, roomId };
}
const slowOf = async (roomId: string) =>
  (await db.select().from(rooms).where(eq(rooms.id, roomId)))[0]?.slowSeconds;

it("lets a room's mentor and a moderator set its pace, once with an audit event each, and nobody else", async () => {
  const { mentor, mentee, roomId } = await makeMentorshipRoom();
  const ctx = testContext({ actor: actorOf(mentor) });
  await paceRoom(ctx, { roomId, seconds: "30" });
  expect(ctx.roundTrips()).toBe(1);
  expect(ctx.relayOwed()).toBe(true);
  await paceRoom(ctx, { roomId, seconds: 30 });
  expect(await slowOf(roomId)).toBe(30);
  expect(await loadRoomHeader(ctx, { roomId })).toMatchObject({ slowSeconds: 30, mayPace: true });
  const hers = testContext({ actor: actorOf(mentee) });
  expect(await loadRoomHeader(hers, { roomId })).toMatchObject({ slowSeconds: 30, mayPace: false });
  const stranger = testContext({ actor: actorOf(await makeMentor(db)) });
  await expect(paceRoom(hers, { roomId, seconds: 0 })).rejects.toMatchObject({ code: "not_allowed" });
  await expect(paceRoom(stranger, { roomId, seconds: 0 })).rejects.toMatchObject({ code: "not_found" });
  for (const seconds of [-1, 1.5, 3_601, "soon"])
    await expect(paceRoom(ctx, { roomId, seconds })).rejects.toMatchObject({ code: "invalid_input" });
  const moderator = await makeUser(db, { roles: ["moderator"] });
  await paceRoom(testContext({ actor: actorOf(moderator) }), { roomId, seconds: 0 });
  expect(await slowOf(roomId)).toBe(0);
  await Promise.all([hers.settled(), stranger.settled()]);
  const audited = await db
    .select()
    .from(auditEvents)
    .where(and(eq(auditEvents.targetId, roomId), eq(auditEvents.action, "room.paced")))
    .orderBy(auditEvents.id);
  expect(audited).toMatchObject([
    { actorId: mentor.id, after: { slowSeconds: 30 } },
    { actorId: moderator.id, after: { slowSeconds: 0 } },
  ]);
});

it("tells an open room at once; the room makes each member wait, says how long, and lets them on", async () => {
  const { mentor, mentee, roomId } = await makeMentorshipRoom();
  const seat = async ({ id, name }: { id: string; name: string }) =>
    sitDown(
      roomId,
      { userId: id, name, joinedAt: new Date().toISOString() },
      {},
      (await makeSession(db, id)).id,
    );
  const [hers, his] = [await seat(mentor), await seat(mentee)];
  expect(await his.take("welcome")).toMatchObject({ slowSeconds: 0, waitSeconds: 0 });
  await his.say("one");
  await his.say("two");
  await paceRoom(testContext({ actor: actorOf(mentor) }), { roomId, seconds: 600 });
  await lookAtRoom(testJobContext({ rooms: liveRooms }), { roomId });
  expect(await hers.take("slow")).toMatchObject({ slowSeconds: 600, waitSeconds: 0 });
  expect((await his.take("slow")).waitSeconds).toBeGreaterThan(590);
  const clientId = newId();
  his.send({ type: "send", clientId, body: "three" });
  const refused = await his.take("error");
  expect(refused).toMatchObject({ code: "slow_mode", clientId, retryAfterSeconds: expect.any(Number) });
  expect(refused.retryAfterSeconds).toBeGreaterThan(590);
  expect(refused.message).toContain(`${refused.retryAfterSeconds} seconds`);
  await hers.say("the first of mine");
  const messageId = (await roomStub(roomId).snapshot()).messages[0]?.id ?? "";
  his.send({ type: "react", clientId: newId(), messageId, emoji: "👍", on: true });
  await his.take("ack", ({ clientId: id }) => id !== clientId);
  const welcome = await (await seat(mentee)).take("welcome");
  expect(welcome).toMatchObject({ slowSeconds: 600 });
  expect(welcome.waitSeconds).toBeGreaterThan(590);
  await runInDurableObject(roomStub(roomId), (_, { storage }) =>
    storage.sql.exec("update messages set sent_at = '2026-01-01T00:00:00.000Z'"),
  );
  await his.say("three", clientId);
  expect(await his.say("three", clientId)).toBeGreaterThan(0);
});

it("opens at the pace that was set before", async () => {
  const { mentee, roomId } = await makeMentorshipRoom();
  await db.update(rooms).set({ slowSeconds: 60 }).where(eq(rooms.id, roomId));
  const client = await sitDown(roomId, {
    userId: mentee.id,
    name: mentee.name,
    joinedAt: new Date().toISOString(),
  });
  expect(await client.take("welcome")).toMatchObject({ slowSeconds: 60, waitSeconds: 0 });
});

it("counts the wait in whole seconds, and never longer than the pace", () => {
  const at = (second: number) => new Date(Date.UTC(2026, 0, 1) + second * 1000).toISOString();
  expect(waitOf(0, at(0), at(0))).toBe(0);
  expect(waitOf(10, null, at(0))).toBe(0);
  expect(waitOf(10, at(0), at(0.2))).toBe(10);
  expect(waitOf(10, at(0), at(9.5))).toBe(1);
  expect(waitOf(10, at(0), at(10))).toBe(0);
  // a message from before a clock was set back
  expect(waitOf(10, at(100), at(0))).toBe(10);
});
