import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { and, eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { blocks, clusters, roomMembers } from "#db/tables/index.ts";
import { newId } from "#domain/ids.ts";
import { applyEvent } from "#domain/rooms/apply-event.ts";
import { closeCodes, MAX_TOLD_HERE } from "#domain/rooms/protocol.ts";
import { MAX_MOVES, type RoomMember } from "#domain/rooms/schema.ts";
import { syncRoomMember } from "#domain/rooms/sync-room-member.ts";
import { testContext, testJobContext } from "#testing/context.ts";
import { eventually } from "#testing/eventually.ts";
import { makeRoom, makeSession, makeUser } from "#testing/factories.ts";
import { liveRooms, type RoomClient, roomStub, sitDown } from "#testing/live.ts";
import { ChatRoomStore } from "./chat-room-store.ts";
import { trimRoom } from "./chat-room-trimming.ts";
import { writeCommand } from "./chat-room-writes.ts";

const { db } = testContext();
const joinedAt = new Date().toISOString();

async function aCommunity(...names: string[]) {
  const slug = `cluster-${newId().slice(-12)}`;
  await db.insert(clusters).values({ slug, name: "Welding", about: "Of a test." });
  const users = [];
  for (const name of names) users.push(await makeUser(db, { name }));
  const ids = users.map(({ id }) => id);
  const { id: roomId } = await makeRoom(db, ids, { kind: "community", clusterSlug: slug });
  const members = users.map(({ id: userId, name }): RoomMember => ({ userId, name, joinedAt }));
  return { roomId, members };
}
const sync = (roomId: string, userId: string) =>
  syncRoomMember(testJobContext({ rooms: liveRooms }), { roomId, userId });
const isOf = (roomId: string, userId: string) =>
  and(eq(roomMembers.roomId, roomId), eq(roomMembers.userId, userId));
const leave = async (roomId: string, userId: string) => {
  await db.update(roomMembers).set({ leftAt: new Date() }).where(isOf(roomId, userId));
  await sync(roomId, userId);
};
const inRoom = <T>(roomId: string, act: (store: ChatRoomStore) => T) =>
  runInDurableObject(roomStub(roomId), (_, { storage }) => act(new ChatRoomStore(storage)));
const inbox = (userId: string) => env.USER_INBOX.getByName(userId);
const loose = ({ frames }: RoomClient, ...types: string[]) =>
  frames.filter(({ type }) => types.includes(type));

it("begins with its members and no event of each, and takes who joins as one", async () => {
  const { roomId, members } = await aCommunity("Ada", "Lin");
  const [ada] = members as [RoomMember, RoomMember];
  const client = await sitDown(roomId, ada);
  const { snapshot } = await client.take("reset");
  expect(snapshot).toMatchObject({ lastSeq: 0, moves: [], members: [{ name: "Ada" }, { name: "Lin" }] });
  const bo = await makeUser(db, { name: "Bo" });
  await db.insert(roomMembers).values({ roomId, userId: bo.id });
  await sync(roomId, bo.id);
  await sync(roomId, bo.id);
  expect((await client.take("event")).event).toMatchObject({
    type: "joined",
    seq: 1,
    member: { name: "Bo" },
  });
  expect(await client.say("Welcome, Bo")).toBe(2);
  expect(await roomStub(roomId).snapshot(bo.id)).toMatchObject({
    moves: [{ type: "joined", seq: 1, name: "Bo" }],
    // what was said before they came is not theirs to read
    reads: { [bo.id]: 1 },
  });
});

it("closes the socket of who left at once, keeps the name of who wrote, and lets them back", async () => {
  const { roomId, members } = await aCommunity("Ada", "Lin");
  const [ada, lin] = members as [RoomMember, RoomMember];
  const session = (await makeSession(db, lin.userId)).id;
  const [one, other] = [await sitDown(roomId, ada), await sitDown(roomId, lin, {}, session)];
  await other.say("I was here");
  await leave(roomId, lin.userId);
  expect(await other.ended()).toBe(closeCodes.notMember);
  expect((await one.take("event", ({ event }) => event.type === "left")).event).toMatchObject({
    member: { userId: lin.userId },
  });
  expect(await roomStub(roomId).snapshot()).toMatchObject({
    ...{ members: [{ name: "Ada" }], former: [{ name: "Lin" }] },
    moves: [{ type: "left", name: "Lin" }],
  });
  // the Worker let them in before it could know
  await expect(sitDown(roomId, lin)).rejects.toThrow("403");
  await db.update(roomMembers).set({ leftAt: null }).where(isOf(roomId, lin.userId));
  await (await sitDown(roomId, lin)).say("back");
  expect(await roomStub(roomId).snapshot()).toMatchObject({
    members: [{ name: "Ada" }, { name: "Lin" }],
    former: [],
  });
});

it("takes the room out of the list of who left", async () => {
  const { roomId, members } = await aCommunity("Ada", "Lin");
  const [ada, lin] = members as [RoomMember, RoomMember];
  await (await sitDown(roomId, ada)).say("hello");
  const roomsOf = async () => {
    await runDurableObjectAlarm(roomStub(roomId));
    return (await inbox(lin.userId).state()).rooms;
  };
  await eventually(async () => {
    expect(await roomsOf()).toMatchObject([{ roomId, kind: "community", withName: "Welding", unread: 1 }]);
  });
  await leave(roomId, lin.userId);
  await eventually(async () => expect(await roomsOf()).toEqual([]));
});

it("notifies nobody of what is said, whoever has not asked for it, but whom a message names", async () => {
  const { roomId, members } = await aCommunity("Ada", "Lin", "Bo");
  const [ada, lin, bo] = members as [RoomMember, RoomMember, RoomMember];
  const titles = async (userId: string) =>
    (await inbox(userId).list({ limit: 10 })).map(({ title }) => title);
  const client = await sitDown(roomId, ada);
  await client.say("anybody?");
  await client.say("@Lin, you?");
  await eventually(async () => {
    await runDurableObjectAlarm(roomStub(roomId));
    expect(await titles(lin.userId)).toEqual(["Ada mentioned you in Welding"]);
    expect((await inbox(bo.userId).state()).rooms).toMatchObject([{ unread: 2 }]);
  });
  expect(await titles(bo.userId)).toEqual([]);
});

it("does not call whoever has blocked the author", async () => {
  const { roomId, members } = await aCommunity("Ada", "Lin");
  const [ada, lin] = members as [RoomMember, RoomMember];
  await db.insert(blocks).values({ blockerId: lin.userId, blockedId: ada.userId });
  await (await sitDown(roomId, ada)).say("@Lin look");
  expect((await roomStub(roomId).snapshot()).messages).toMatchObject([{ mentions: [] }]);
});

it("tells how far somebody has read to their own devices alone", async () => {
  const { roomId, members } = await aCommunity("Ada", "Lin");
  const [ada, lin] = members as [RoomMember, RoomMember];
  const [one, other, phone] = [
    await sitDown(roomId, ada),
    await sitDown(roomId, lin),
    await sitDown(roomId, lin),
  ];
  await one.say("read me");
  other.send({ type: "read", seq: 1 });
  expect(await phone.take("read")).toMatchObject({ userId: lin.userId, seq: 1 });
  await one.say("after it");
  expect(loose(one, "read")).toEqual([]);
  expect((await roomStub(roomId).snapshot(ada.userId)).reads).toEqual({ [ada.userId]: 2 });
  expect((await roomStub(roomId).snapshot()).reads).toEqual({});
});

it("tells of presence and writing up to a number of people, and not past it", async () => {
  const { roomId, members } = await aCommunity("Ada", "Lin");
  const [ada, lin] = members as [RoomMember, RoomMember];
  const first = await sitDown(roomId, ada);
  expect(await first.take("welcome")).toMatchObject({ crowd: false });
  const others: RoomClient[] = [];
  for (let n = 2; n <= MAX_TOLD_HERE; n += 1) {
    others.push(await sitDown(roomId, { userId: newId(), name: `P${n}`, joinedAt }));
  }
  await eventually(async () => expect(loose(first, "presence")).toHaveLength(MAX_TOLD_HERE - 1));
  const late = await sitDown(roomId, lin);
  expect(await late.take("welcome")).toMatchObject({ crowd: true, online: [lin.userId] });
  expect(await first.take("here")).toMatchObject({ online: null });
  late.send({ type: "typing", on: true });
  await late.say("hello all");
  expect(loose(first, "typing")).toEqual([]);
  late.close();
  expect((await first.take("here")).online).toHaveLength(MAX_TOLD_HERE);
  others[0]?.send({ type: "typing", on: true });
  await first.take("typing");
});

it("is not held by a member who never reads, and keeps few comings and goings, as its clients do", async () => {
  const { roomId, members } = await aCommunity("Ada", "Lin", "Bo");
  const [ada, lin] = members as [RoomMember, RoomMember];
  await roomStub(roomId).snapshot();
  const { caughtUp, fresh, trimmed } = await inRoom(roomId, (store) => {
    const stale = store.snapshot();
    // Bo, who is there all the time, reads none of it
    for (let n = 0; n < 30; n += 1) {
      writeCommand(store, ada.userId, { type: "send", clientId: newId(), body: `${n}` }, joinedAt);
      store.leave(lin.userId, joinedAt);
      store.join(lin, joinedAt);
    }
    const missed = store.events.after(stale.lastSeq, 1_000) ?? [];
    const fresh = store.snapshot();
    return { caughtUp: missed.reduce(applyEvent, stale), fresh, trimmed: trimRoom(store, 10, 5) };
  });
  expect(fresh.moves).toHaveLength(MAX_MOVES);
  expect(caughtUp.moves).toEqual(fresh.moves);
  expect(trimmed).toBe(true);
  expect((await roomStub(roomId).snapshot()).messages).toHaveLength(10);
});

it("owes a message to five hundred inboxes by one write", async () => {
  const { roomId, members } = await aCommunity("Ada");
  const [ada] = members as [RoomMember];
  await roomStub(roomId).snapshot();
  const written = await runInDurableObject(roomStub(roomId), async (_, { storage }) => {
    const store = new ChatRoomStore(storage);
    for (let n = 0; n < 500; n += 1) store.members.put({ userId: newId(), name: `P${n}`, joinedAt }, 0, true);
    const before = storage.sql.exec("select total_changes() n").one().n as number;
    const client = await sitDown(roomId, ada);
    await client.say("to all of you");
    const after = storage.sql.exec("select total_changes() n").one().n as number;
    // nobody waits for five hundred inboxes to be told
    storage.sql.exec("update members set gone = 1, push_owed = 0");
    await storage.deleteAlarm();
    return after - before;
  });
  expect(written).toBeLessThan(20);
});

it("finds by a look who came and who went while nobody told it, and names of authors who had left before it began", async () => {
  const { roomId, members } = await aCommunity("Ada", "Lin");
  const [ada, lin] = members as [RoomMember, RoomMember];
  const client = await sitDown(roomId, ada, {}, (await makeSession(db, ada.userId)).id);
  await client.say("first");
  const bo = await makeUser(db, { name: "Bo" });
  await db.insert(roomMembers).values({ roomId, userId: bo.id });
  await db.update(roomMembers).set({ leftAt: new Date() }).where(isOf(roomId, lin.userId));
  await roomStub(roomId).look();
  expect(await roomStub(roomId).snapshot()).toMatchObject({
    members: [{ name: "Ada" }, { name: "Bo" }],
    moves: [
      { type: "left", name: "Lin" },
      { type: "joined", name: "Bo" },
    ],
  });
});
