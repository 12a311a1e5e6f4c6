import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { and, eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { blocks, roomMembers, sessions } from "#db/tables/index.ts";
import { signOut } from "#domain/accounts/sign-out.ts";
import { newId } from "#domain/ids.ts";
import { endSession } from "#domain/rooms/end-session.ts";
import { lookAtRooms } from "#domain/rooms/look-at-rooms.ts";
import { closeCodes } from "#domain/rooms/protocol.ts";
import { syncRoomMember } from "#domain/rooms/sync-room-member.ts";
import { actorOf } from "#testing/actor.ts";
import { testContext, testJobContext } from "#testing/context.ts";
import { makeMentee, makeMentor, makeMentorship, makeRoom, makeSession } from "#testing/factories.ts";
import { liveRooms, makeRoomOf, roomStub, sitDown } from "#testing/live.ts";
import { ChatRoomDoor, LOOK_AGAIN_MS, MAX_SOCKETS } from "./chat-room-door.ts";
import type { RoomSocket, SocketState } from "./chat-room-socket.ts";

/** As if everybody had sat there for so long that it is time to look again. */
async function letTimePass(roomId: string): Promise<void> {
  await runInDurableObject(roomStub(roomId), (room) => {
    for (const socket of room.getConnections<SocketState>()) {
      if (socket.state) socket.setState({ ...socket.state, seenAtMs: Date.now() - LOOK_AGAIN_MS });
    }
  });
  await runDurableObjectAlarm(roomStub(roomId));
}

const { db } = testContext();

it("ends the socket of a session that has ended, and leaves the others, until the next look", async () => {
  const { roomId, members } = await makeRoomOf("Ada", "Lin");
  const [ada, lin] = members;
  const gone = await makeSession(db, ada.userId);
  const lasting = await makeSession(db, lin.userId);
  const one = await sitDown(roomId, ada, {}, gone.id);
  const other = await sitDown(roomId, lin, {}, lasting.id);
  await db.delete(sessions).where(eq(sessions.id, gone.id));
  await letTimePass(roomId);
  expect(await one.ended()).toBe(closeCodes.signedOut);
  await other.say("Are you there");
  const next = await runInDurableObject(roomStub(roomId), (_, { storage }) => storage.getAlarm());
  expect(next).not.toBeNull();
});

it.each([
  ["an expired session", async () => {}, -1, closeCodes.signedOut],
  [
    "somebody who left the room",
    async (userId: string) => {
      await db.update(roomMembers).set({ leftAt: new Date() }).where(eq(roomMembers.userId, userId));
    },
    60_000,
    closeCodes.notMember,
  ],
])("ends the socket of %s", async (_, change, lastsMs, code) => {
  const { roomId, members } = await makeRoomOf("Ada");
  const [ada] = members;
  const session = await makeSession(db, ada.userId, { expiresAt: new Date(Date.now() + lastsMs) });
  const client = await sitDown(roomId, ada, {}, session.id);
  await change(ada.userId);
  await letTimePass(roomId);
  expect(await client.ended()).toBe(code);
});

it("does not take the session of another person for a member's", async () => {
  const { roomId, members } = await makeRoomOf("Ada");
  const stranger = await makeMentee(db);
  const client = await sitDown(roomId, members[0], {}, (await makeSession(db, stranger.id)).id);
  await letTimePass(roomId);
  expect(await client.ended()).toBe(closeCodes.signedOut);
});

it("keeps everybody while the database is away, and looks again soon", async () => {
  const closed: number[] = [];
  const socket = {
    state: { userId: newId(), sessionId: newId(), seenAtMs: 0, acked: 0, lagging: false },
    setState: (state: SocketState) => {
      socket.state = state;
    },
    close: (code: number) => closed.push(code),
  };
  const away = { ...env, DATABASE_URL: "nowhere" };
  const door = new ChatRoomDoor(away, () => [socket as unknown as RoomSocket]);
  expect(await door.lookWhenDue(newId())).toBeNull();
  expect(closed).toEqual([]);
  expect(door.nextLookAt()).toBeGreaterThan(Date.now());
  expect(door.nextLookAt()).toBeLessThan(Date.now() + LOOK_AGAIN_MS);
  expect(await door.lookWhenDue(newId())).toBeNull();
});

it("takes so many sockets of one person, and no other's place", async () => {
  const { roomId, members } = await makeRoomOf("Ada", "Lin");
  const [ada, lin] = members;
  const other = await sitDown(roomId, lin);
  const first = await sitDown(roomId, ada);
  await runInDurableObject(roomStub(roomId), (room) => {
    for (const socket of room.getConnections<SocketState>()) {
      if (socket.state?.userId === ada.userId) socket.setState({ ...socket.state, seenAtMs: 1 });
    }
  });
  for (let i = 1; i < MAX_SOCKETS; i += 1) await sitDown(roomId, ada);
  await first.say("still here");
  const last = await sitDown(roomId, ada);
  expect(await first.ended()).toBe(closeCodes.flooding);
  await last.say("and here");
  await other.say("I stay");
});

async function makeMentorshipRoom(state: "active" | "ended") {
  const [mentor, mentee] = [await makeMentor(db), await makeMentee(db)];
  const mentorship = await makeMentorship(db, { mentorId: mentor.id, menteeId: mentee.id, state });
  const { id: roomId } = await makeRoom(db, [mentor.id, mentee.id], { mentorshipId: mentorship.id });
  return { roomId, mentee: { userId: mentee.id, name: mentee.name, joinedAt: new Date().toISOString() } };
}

it("lets nobody write once it is closed, tells so, and still knows what was sent before", async () => {
  const { roomId, mentee } = await makeMentorshipRoom("active");
  const client = await sitDown(roomId, mentee);
  expect(await client.take("welcome")).toMatchObject({ closed: false });
  const before = newId();
  const seq = await client.say("before", before);
  const messageId = (await roomStub(roomId).snapshot()).messages[0]?.id ?? "";
  await roomStub(roomId).close();
  await roomStub(roomId).close();
  await client.take("closed");
  expect(client.frames.filter(({ type }) => type === "closed")).toEqual([]);
  for (const command of [
    { type: "send" as const, body: "after" },
    { type: "edit" as const, messageId, body: "changed" },
    { type: "delete" as const, messageId },
  ]) {
    const clientId = newId();
    client.send({ ...command, clientId });
    expect(await client.take("error")).toMatchObject({ code: "conflict", clientId });
  }
  expect(await client.say("before", before)).toBe(seq);
  const later = await sitDown(roomId, mentee);
  expect(await later.take("welcome")).toMatchObject({ closed: true });
  expect((await roomStub(roomId).snapshot()).messages).toMatchObject([{ body: "before" }]);
});

it("opens closed where the mentorship is over already", async () => {
  const { roomId, mentee } = await makeMentorshipRoom("ended");
  const client = await sitDown(roomId, mentee);
  expect(await client.take("welcome")).toMatchObject({ closed: true });
});

it("closes at the next look where nobody could tell it", async () => {
  const { roomId, mentee } = await makeMentorshipRoom("active");
  const session = await makeSession(db, mentee.userId);
  const client = await sitDown(roomId, mentee, {}, session.id);
  await db.execute(`update mentorships set state = 'ended', ended_at = now()
    where id = (select mentorship_id from rooms where id = '${roomId}')`);
  await letTimePass(roomId);
  await client.take("closed");
});

it.each(["a\0b", "half \ud83d an emoji"])(
  "refuses a message that the archive could not keep: %j",
  async (body) => {
    const { roomId, members } = await makeRoomOf("Ada");
    const client = await sitDown(roomId, members[0]);
    const clientId = newId();
    client.send({ type: "send", clientId, body });
    expect(await client.take("error")).toMatchObject({ code: "invalid_input", clientId });
  },
);

/** Two people with a room, each by a socket of a session that lasts. */
async function makePair() {
  const { roomId, members } = await makeRoomOf("Ada", "Lin");
  const [ada, lin] = members;
  const one = await sitDown(roomId, ada, {}, (await makeSession(db, ada.userId)).id);
  const other = await sitDown(roomId, lin, {}, (await makeSession(db, lin.userId)).id);
  return { roomId, ada, lin, one, other };
}

it("lets neither of a blocked pair write, change, react or type, tells both at once, and lets them again", async () => {
  const { roomId, ada, lin, one, other } = await makePair();
  expect(await one.take("welcome")).toMatchObject({ blocked: false });
  await one.say("before");
  const messageId = (await roomStub(roomId).snapshot()).messages[0]?.id ?? "";
  await db.insert(blocks).values({ blockerId: lin.userId, blockedId: ada.userId });
  const look = () =>
    lookAtRooms(testJobContext({ rooms: liveRooms }), { userId: lin.userId, otherId: ada.userId });
  await Promise.all([look(), look()]);
  for (const client of [one, other]) expect(await client.take("blocked")).toMatchObject({ on: true });
  for (const client of [one, other]) {
    for (const command of [
      { type: "send" as const, body: "after" },
      { type: "edit" as const, messageId, body: "changed" },
      { type: "react" as const, messageId, emoji: "👍", on: true },
      { type: "pin" as const, messageId, on: true },
    ]) {
      const clientId = newId();
      client.send({ ...command, clientId });
      expect(await client.take("error")).toMatchObject({ code: "not_writable", clientId });
    }
    client.send({ type: "typing", on: true });
    expect(await client.take("error")).toMatchObject({ code: "not_writable" });
  }
  expect(other.frames.filter(({ type }) => type === "typing" || type === "blocked")).toEqual([]);
  const later = await sitDown(roomId, ada);
  expect(await later.take("welcome")).toMatchObject({ blocked: true });
  await db.delete(blocks).where(eq(blocks.blockerId, lin.userId));
  await look();
  expect(await one.take("blocked")).toMatchObject({ on: false });
  await one.say("after all");
});

it("does not halt a pair for a block between one of them and somebody else", async () => {
  const { roomId, ada, one } = await makePair();
  await db.insert(blocks).values({ blockerId: (await makeMentee(db)).id, blockedId: ada.userId });
  await roomStub(roomId).look();
  await one.say("nobody here has blocked");
});

it("opens halted where a block stands between the two already", async () => {
  const { roomId, members } = await makeRoomOf("Ada", "Lin");
  await db.insert(blocks).values({ blockerId: members[0].userId, blockedId: members[1].userId });
  const client = await sitDown(roomId, members[1]);
  expect(await client.take("welcome")).toMatchObject({ blocked: true });
});

it("ends the sockets of a session at once when it is signed out, in every room, and leaves other devices", async () => {
  const { roomId, ada, one, other } = await makePair();
  const elsewhere = (await makeRoom(db, [ada.userId])).id;
  const [phone, laptop] = [await makeSession(db, ada.userId), await makeSession(db, ada.userId)];
  const gone = [await sitDown(roomId, ada, {}, phone.id), await sitDown(elsewhere, ada, {}, phone.id)];
  const stays = await sitDown(elsewhere, ada, {}, laptop.id);
  const actor = actorOf(
    { id: ada.userId, name: ada.name, email: "a@people.example", emailVerified: true, roles: ["mentee"] },
    { sessionId: phone.id },
  );
  await signOut(testContext({ actor }));
  await endSession(testJobContext({ rooms: liveRooms }), { userId: ada.userId });
  for (const client of gone) expect(await client.ended()).toBe(closeCodes.signedOut);
  await stays.say("from my laptop");
  await one.say("and here");
  await other.say("me too");
});

it("ends the socket of a removed member at once, tells their inbox nothing more, and lets them back", async () => {
  const { roomId, ada, lin, one, other } = await makePair();
  const isHers = and(eq(roomMembers.roomId, roomId), eq(roomMembers.userId, ada.userId));
  await db.update(roomMembers).set({ leftAt: new Date() }).where(isHers);
  const sync = () => syncRoomMember(testJobContext({ rooms: liveRooms }), { roomId, userId: ada.userId });
  await sync();
  expect(await one.ended()).toBe(closeCodes.notMember);
  await other.say("among ourselves");
  const owed = () =>
    runInDurableObject(roomStub(roomId), (_, { storage }) =>
      [...storage.sql.exec("select user_id from members where gone = 0 order by user_id").raw()].flat(),
    );
  expect(await owed()).toEqual([lin.userId]);
  await db.update(roomMembers).set({ leftAt: null }).where(isHers);
  await sitDown(roomId, ada);
  expect(await owed()).toEqual([ada.userId, lin.userId].toSorted());
});

it("does not wake for the end of a session of who does not sit there, and says so when the database is away", async () => {
  const { roomId, one } = await makePair();
  await roomStub(roomId).look(newId());
  const away = new ChatRoomDoor({ ...env, DATABASE_URL: "nowhere" }, () => []);
  await expect(away.look(roomId)).rejects.toThrow();
  await one.say("still here");
});
