import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { expect, it, vi } from "vitest";
import { newId } from "#domain/ids.ts";
import { closeCodes, MAX_UNACKED_EVENTS, type RoomEvent } from "#domain/rooms/protocol.ts";
import type { RoomMember } from "#domain/rooms/schema.ts";
import { makeRoomOf, type RoomClient, roomStub, sitDown } from "#testing/live.ts";
import { ChatRoomStore } from "./chat-room-store.ts";
import { writeCommand } from "./chat-room-writes.ts";

const bodies = (events: RoomEvent[]) =>
  events.flatMap((event) => (event.type === "sent" ? [event.message.body] : []));

async function takeEvents(client: RoomClient, count: number): Promise<RoomEvent[]> {
  const events: RoomEvent[] = [];
  while (events.length < count) events.push((await client.take("event")).event);
  return events;
}

/** Messages that no socket hears of, as after a long absence. */
const letPass = (roomId: string, { userId }: RoomMember, count: number) =>
  runInDurableObject(roomStub(roomId), (_, { storage }) => {
    const store = new ChatRoomStore(storage);
    for (let i = 0; i < count; i += 1) {
      writeCommand(
        store,
        userId,
        { type: "send", clientId: newId(), body: `passed ${i}` },
        new Date().toISOString(),
      );
    }
  });

const breakRoom = (roomId: string) =>
  runInDurableObject(roomStub(roomId), async (_, { storage }) => {
    await storage.deleteAlarm();
    storage.sql.exec("update members set push_owed = 0; drop table events");
  });

it("keeps what was said, and who sits where, when the object is evicted between two messages", async () => {
  const {
    roomId,
    members: [ada, lin],
  } = await makeRoomOf("Ada", "Lin");
  const one = await sitDown(roomId, ada);
  const other = await sitDown(roomId, lin);
  await one.say("before");
  await evictDurableObject(roomStub(roomId));
  await other.say("after");
  const snapshot = await roomStub(roomId).snapshot();
  expect(snapshot.messages.map(({ body, authorId }) => [body, authorId])).toEqual([
    ["before", ada.userId],
    ["after", lin.userId],
  ]);
  const { event } = await one.take("event", (frame) => bodies([frame.event])[0] === "after");
  expect(event.seq).toBe(snapshot.lastSeq);
});

it("answers a repeat of a client id with the number of the first", async () => {
  const {
    roomId,
    members: [ada],
  } = await makeRoomOf("Ada");
  const laptop = await sitDown(roomId, ada);
  const phone = await sitDown(roomId, ada);
  const clientId = newId();
  const first = await laptop.say("once", clientId);
  await evictDurableObject(roomStub(roomId));
  expect(await laptop.say("once", clientId)).toBe(first);
  expect(await phone.say("once", clientId)).toBe(first);
  expect((await roomStub(roomId).snapshot()).messages).toHaveLength(1);
});

it("takes the same client id of two people as two messages", async () => {
  const {
    roomId,
    members: [ada, lin],
  } = await makeRoomOf("Ada", "Lin");
  const clientId = newId();
  const one = await (await sitDown(roomId, ada)).say("mine", clientId);
  const other = await (await sitDown(roomId, lin)).say("mine too", clientId);
  expect(other).toBe(one + 1);
});

it("numbers five people's messages without a gap, in one order for all", async () => {
  const { roomId, members } = await makeRoomOf("Ada", "Lin", "Bo", "Eve", "Kim");
  const clients = await Promise.all(members.map((member) => sitDown(roomId, member)));
  const acks = await Promise.all(
    clients.flatMap((client, i) => Array.from({ length: 20 }, (_, j) => client.say(`${i}-${j}`))),
  );
  expect(acks.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => i + 6));
  const { messages } = await roomStub(roomId).snapshot();
  const last = messages.at(-1)?.seq ?? 0;
  for (const client of clients) {
    const seen: RoomEvent[] = [];
    while (seen.at(-1)?.seq !== last) seen.push(...(await takeEvents(client, 1)));
    const numbers = seen.map(({ seq }) => seq);
    expect(numbers).toEqual(numbers.map((_, i) => (numbers[0] ?? 0) + i));
    expect(bodies(seen).slice(-50)).toEqual(messages.map(({ body }) => body));
  }
  for (const [i] of clients.entries()) {
    const own = (await roomStub(roomId).history(1000, 200)).messages
      .map(({ body }) => body)
      .filter((body) => body.startsWith(`${i}-`));
    expect(own).toEqual(Array.from({ length: 20 }, (_, j) => `${i}-${j}`));
  }
});

it("resumes after the last event that a client has", async () => {
  const {
    roomId,
    members: [ada, reader],
  } = await makeRoomOf("Ada", "Lin");
  const writer = await sitDown(roomId, ada);
  (await sitDown(roomId, reader)).close();
  const seen = await writer.say("seen");
  await writer.say("missed 1");
  await writer.say("missed 2");
  const back = await sitDown(roomId, reader, { after: seen });
  expect(await back.take("welcome")).toMatchObject({ recovered: true, userId: reader.userId });
  expect(bodies(await takeEvents(back, 2))).toEqual(["missed 1", "missed 2"]);
  expect(back.frames.filter(({ type }) => type === "reset")).toEqual([]);
});

it.each([
  ["from a number that the room has not reached", 999],
  ["from something that is no number", "x1"],
])("answers a resume %s with a fresh snapshot", async (_, after) => {
  const {
    roomId,
    members: [ada],
  } = await makeRoomOf("Ada");
  await (await sitDown(roomId, ada)).say("here");
  const back = await sitDown(roomId, ada, { after });
  expect(await back.take("welcome")).toMatchObject({ recovered: false });
  const { snapshot } = await back.take("reset");
  expect(snapshot.messages.map(({ body }) => body)).toEqual(["here"]);
});

it.each([
  ["markup", "<script>alert(1)</script><b>bold</b>"],
  ["emoji and right-to-left text", "👩🏽‍💻 مرحبا بالعالم 🙂"],
  ["8,000 characters", "x".repeat(8_000)],
])("keeps %s exactly as it was written", async (_, body) => {
  const {
    roomId,
    members: [ada],
  } = await makeRoomOf("Ada");
  await (await sitDown(roomId, ada)).say(body);
  expect((await roomStub(roomId).snapshot()).messages[0]?.body).toBe(body);
});

it.each([
  ["nothing", "", "Write something first."],
  ["blanks", "  \n ", "Write something first."],
  ["20,000 characters", "x".repeat(20_000), "At most 8000 characters."],
])("refuses a message of %s and says why", async (_, body, message) => {
  const {
    roomId,
    members: [ada],
  } = await makeRoomOf("Ada");
  const client = await sitDown(roomId, ada);
  const clientId = newId();
  client.send({ type: "send", clientId, body });
  expect(await client.take("error")).toEqual({ type: "error", code: "invalid_input", message, clientId });
  expect((await roomStub(roomId).snapshot()).messages).toEqual([]);
});

it.each([
  ["binary", new ArrayBuffer(8), "unsupported_media_type"],
  ["not JSON", "{", "malformed_json"],
  ["huge", JSON.stringify({ type: "send", clientId: newId(), body: "x".repeat(70_000) }), "too_large"],
  ["of an unknown type", JSON.stringify({ type: "dance" }), "invalid_input"],
  ["no object", "null", "invalid_input"],
  ["without what its type needs", JSON.stringify({ type: "ack", seq: -1 }), "invalid_input"],
])("answers a frame that is %s with an error and keeps the socket", async (_, frame, code) => {
  const {
    roomId,
    members: [ada],
  } = await makeRoomOf("Ada");
  const client = await sitDown(roomId, ada);
  client.sendRaw(frame);
  expect(await client.take("error")).toMatchObject({ code });
  expect(await client.say("still here")).toBeGreaterThan(0);
});

it("limits a flood, says so, and goes on listening", async () => {
  const { roomId, members } = await makeRoomOf("Ada", "Lin");
  const [ada, lin] = members;
  const client = await sitDown(roomId, ada);
  // the clock stands, so that nothing is given back meanwhile
  vi.useFakeTimers({ toFake: ["Date"] });
  for (let i = 0; i < 1_000; i += 1) client.send({ type: "send", clientId: newId(), body: `${i}` });
  expect(await client.take("error")).toMatchObject({ code: "rate_limited" });
  const other = await sitDown(roomId, lin);
  await other.say("I can still speak");
  vi.useRealTimers();
  const { event } = await client.take("event", ({ event }) => bodies([event])[0] === "I can still speak");
  expect(event.seq).toBe(2 + 120 + 1);
  expect(client.frames.filter(({ type }) => type === "error")).toEqual([]);
  expect(client.closed).toBeNull();
});

it("limits a person, however many sockets there are, and however often one comes back", async () => {
  const { roomId, members } = await makeRoomOf("Ada", "Lin");
  const [ada, lin] = members;
  const laptop = await sitDown(roomId, ada);
  const phone = await sitDown(roomId, ada);
  vi.useFakeTimers({ toFake: ["Date"] });
  for (let i = 0; i < 120; i += 1) laptop.send({ type: "typing", on: true });
  laptop.send({ type: "typing", on: true });
  await laptop.take("error");
  phone.send({ type: "typing", on: true });
  laptop.close();
  await laptop.ended();
  const clientId = newId();
  (await sitDown(roomId, ada)).send({ type: "send", clientId, body: "past the limit" });
  phone.send({ type: "send", clientId: newId(), body: "past the limit too" });
  await (await sitDown(roomId, lin)).say("I can still speak");
  vi.useRealTimers();
  expect((await roomStub(roomId).snapshot()).messages.map(({ body }) => body)).toEqual(["I can still speak"]);
});

it("tells a client that does not ack to resync, and cuts it when it stays behind", async () => {
  const {
    roomId,
    members: [ada, lin],
  } = await makeRoomOf("Ada", "Lin");
  const deaf = await sitDown(roomId, ada);
  const writer = await sitDown(roomId, lin);
  deaf.acks = false;
  await letPass(roomId, lin, MAX_UNACKED_EVENTS - 1);
  writer.send({ type: "ack", seq: MAX_UNACKED_EVENTS + 1 });
  await writer.say("the last one that is sent");
  await deaf.take("event");
  await writer.say("one too many");
  await deaf.take("resync");
  writer.send({ type: "typing", on: true });
  await letPass(roomId, lin, MAX_UNACKED_EVENTS);
  writer.send({ type: "ack", seq: 3 * MAX_UNACKED_EVENTS });
  await writer.say("still behind");
  expect(await deaf.ended()).toBe(closeCodes.tooSlow);
  expect(deaf.frames.filter(({ type }) => type === "event" || type === "typing")).toEqual([]);
});

it("answers a resume over too many events with a fresh snapshot", async () => {
  const {
    roomId,
    members: [ada],
  } = await makeRoomOf("Ada");
  const seq = await (await sitDown(roomId, ada)).say("long ago");
  await letPass(roomId, ada, 401);
  const back = await sitDown(roomId, ada, { after: seq });
  expect(await back.take("welcome")).toMatchObject({ recovered: false, lastSeq: seq + 401 });
  expect((await back.take("reset")).snapshot).toMatchObject({ lastSeq: seq + 401, more: true });
});

it("lets only its author change a message, and tells everybody", async () => {
  const {
    roomId,
    members: [ada, lin],
  } = await makeRoomOf("Ada", "Lin");
  const one = await sitDown(roomId, ada);
  const other = await sitDown(roomId, lin);
  await one.say("frist");
  const messageId = (await roomStub(roomId).snapshot()).messages[0]?.id ?? "";
  const theirs = newId();
  other.send({ type: "edit", clientId: theirs, messageId, body: "hijacked" });
  expect(await other.take("error")).toMatchObject({ code: "not_allowed", clientId: theirs });
  one.send({ type: "edit", clientId: newId(), messageId, body: "first" });
  expect((await other.take("event", ({ event }) => event.type === "edited")).event).toMatchObject({
    body: "first",
  });
  const [edited] = (await roomStub(roomId).snapshot()).messages;
  expect(edited).toMatchObject({ body: "first", editedAt: expect.any(String), deletedAt: null });
});

it("deletes a message for good, so that no replay brings its words back", async () => {
  const {
    roomId,
    members: [ada],
  } = await makeRoomOf("Ada");
  const client = await sitDown(roomId, ada);
  const seq = await client.say("a secret");
  const messageId = (await roomStub(roomId).snapshot()).messages[0]?.id ?? "";
  client.send({ type: "edit", clientId: newId(), messageId, body: "another secret" });
  client.send({ type: "delete", clientId: newId(), messageId });
  await client.take("event", ({ event }) => event.type === "deleted");
  const back = await sitDown(roomId, ada, { after: seq - 1 });
  const replay = await takeEvents(back, 3);
  expect(JSON.stringify(replay)).not.toContain("secret");
  expect((await roomStub(roomId).snapshot()).messages[0]).toMatchObject({
    body: "",
    deletedAt: expect.any(String),
  });
  client.send({ type: "edit", clientId: newId(), messageId, body: "back again" });
  expect(await client.take("error")).toMatchObject({ code: "conflict" });
  client.send({ type: "delete", clientId: newId(), messageId: newId() });
  expect(await client.take("error")).toMatchObject({ code: "not_found" });
});

it("says once that a person came and went, however many sockets they have", async () => {
  const {
    roomId,
    members: [ada, lin],
  } = await makeRoomOf("Ada", "Lin");
  const watcher = await sitDown(roomId, ada);
  const laptop = await sitDown(roomId, lin);
  const phone = await sitDown(roomId, lin);
  expect((await phone.take("welcome")).online.toSorted()).toEqual([ada.userId, lin.userId].toSorted());
  expect(await watcher.take("presence")).toMatchObject({ userId: lin.userId, online: true });
  laptop.close();
  phone.send({ type: "typing", on: true });
  expect(await watcher.take("typing")).toEqual({ type: "typing", userId: lin.userId, on: true });
  expect(watcher.frames.filter(({ type }) => type === "presence")).toEqual([]);
  phone.close();
  expect(await watcher.take("presence")).toMatchObject({ userId: lin.userId, online: false });
  expect(phone.frames.filter(({ type }) => type === "typing")).toEqual([]);
});

it("moves a read mark forward only, and never past what was said", async () => {
  const {
    roomId,
    members: [ada, lin],
  } = await makeRoomOf("Ada", "Lin");
  const one = await sitDown(roomId, ada);
  const other = await sitDown(roomId, lin);
  const seq = await one.say("read me");
  other.send({ type: "read", seq: seq + 100 });
  expect(await one.take("read")).toEqual({ type: "read", userId: lin.userId, seq });
  other.send({ type: "read", seq: 1 });
  await other.say("so I did");
  expect(one.frames.filter(({ type }) => type === "read")).toEqual([]);
  const { reads } = await roomStub(roomId).snapshot();
  expect(reads).toEqual({ [ada.userId]: seq, [lin.userId]: seq + 1 });
});

it("answers a ping without the socket's state, and one in other words too", async () => {
  const {
    roomId,
    members: [ada],
  } = await makeRoomOf("Ada");
  const client = await sitDown(roomId, ada);
  client.send({ type: "ping" });
  await client.take("pong");
  client.sendRaw('{ "type": "ping" }');
  await client.take("pong");
});

it.each([99, "new"])("asks a page with protocol version %s to reload", async (v) => {
  const {
    roomId,
    members: [ada],
  } = await makeRoomOf("Ada");
  const client = await sitDown(roomId, ada, { v });
  expect(await client.ended()).toBe(closeCodes.oldProtocol);
});

it("opens its door to upgrades with a member alone", async () => {
  const room = roomStub(newId());
  expect((await room.fetch("https://room/")).status).toBe(426);
  const headers = { Upgrade: "websocket", "x-room-entrant": "%" };
  expect((await room.fetch("https://room/", { headers })).status).toBe(401);
});

it("takes the members of an opened room once", async () => {
  const {
    roomId,
    members: [ada, lin],
  } = await makeRoomOf("Ada", "Lin");
  await roomStub(roomId).open([ada, lin]);
  await roomStub(roomId).open([ada, lin]);
  expect(await roomStub(roomId).snapshot()).toMatchObject({
    lastSeq: 2,
    members: [{ userId: ada.userId }, { userId: lin.userId }],
  });
});

it("takes a new name of a member as an event of its own", async () => {
  const { roomId, members } = await makeRoomOf("Ada");
  const [ada] = members;
  await sitDown(roomId, ada);
  const renamed = await sitDown(roomId, { ...ada, name: "Ada Lovelace" });
  expect((await renamed.take("reset")).snapshot).toMatchObject({
    lastSeq: 2,
    members: [{ userId: ada.userId, name: "Ada Lovelace" }],
  });
});

it("keeps its own failures to itself: who comes in hears that it broke, and no more", async () => {
  const { roomId, members } = await makeRoomOf("Ada");
  const [ada] = members;
  await sitDown(roomId, ada);
  await breakRoom(roomId);
  const client = await sitDown(roomId, ada);
  const refusal = await client.take("error");
  expect(refusal).toMatchObject({ code: "internal" });
  expect(JSON.stringify(refusal)).not.toContain("events");
  expect(await client.ended()).toBe(1011);
});

it("answers a command that fails inside with an error, and keeps the socket", async () => {
  const { roomId, members } = await makeRoomOf("Ada");
  const [ada] = members;
  const client = await sitDown(roomId, ada);
  await breakRoom(roomId);
  const clientId = newId();
  client.send({ type: "send", clientId, body: "into a broken room" });
  expect(await client.take("error")).toMatchObject({ code: "internal", clientId });
  client.send({ type: "ping" });
  await client.take("pong");
});

it("keeps what a message said before each change, until it is deleted", async () => {
  const {
    roomId,
    members: [ada],
  } = await makeRoomOf("Ada");
  const client = await sitDown(roomId, ada);
  await client.say("frist");
  const messageId = (await roomStub(roomId).snapshot()).messages[0]?.id ?? "";
  client.send({ type: "edit", clientId: newId(), messageId, body: "first" });
  await client.take("event", ({ event }) => event.type === "edited");
  const versions = await roomStub(roomId).versions(messageId);
  expect(versions?.map(({ body }) => body)).toEqual(["frist", "first"]);
  client.send({ type: "delete", clientId: newId(), messageId });
  await client.take("event", ({ event }) => event.type === "deleted");
  expect(await roomStub(roomId).versions(messageId)).toEqual([]);
  expect(await roomStub(roomId).versions(newId())).toBeNull();
});
