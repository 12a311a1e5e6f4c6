import { runInDurableObject } from "cloudflare:test";
import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { users } from "#db/tables/index.ts";
import { newId } from "#domain/ids.ts";
import { archiveRoom } from "#domain/rooms/archive-room.ts";
import { loadMessages } from "#domain/rooms/load-messages.ts";
import type { Write } from "#domain/rooms/protocol.ts";
import type { Message } from "#domain/rooms/schema.ts";
import { actorOf } from "#testing/actor.ts";
import { testContext, testJobContext } from "#testing/context.ts";
import { liveRooms, makeRoomOf, roomStub, sitDown } from "#testing/live.ts";
import { ChatRoomOutbox } from "./chat-room-outbox.ts";
import { ChatRoomStore } from "./chat-room-store.ts";
import { trimRoom } from "./chat-room-trimming.ts";
import { writeCommand } from "./chat-room-writes.ts";

const { db } = testContext();

/** A room of two with messages 3 to 32 of the first, and what else was done there; nothing of it is owed any more. */
async function aRoom() {
  const { roomId, members } = await makeRoomOf("Ada", "Lin");
  const [ada, lin] = members;
  const [reader] = await db.select().from(users).where(eq(users.id, lin.userId));
  if (!reader) throw new Error("nobody");
  const ctx = testContext({ actor: actorOf(reader) });
  await roomStub(roomId).open([ada, lin]);
  const inRoom = <T>(act: (store: ChatRoomStore) => T) =>
    runInDurableObject(roomStub(roomId), (_, { storage }) => act(new ChatRoomStore(storage)));
  const write = (store: ChatRoomStore, command: Write) =>
    writeCommand(store, ada.userId, command, new Date(1.8e12 + store.lastSeq * 1000).toISOString());
  const ids = await inRoom((store) => {
    for (let seq = 3; seq <= 32; seq += 1) {
      const threadId = store.messages.madeBy(seq === 4 ? 3 : seq === 6 ? 5 : 0)?.id;
      write(store, { type: "send", clientId: newId(), body: `words ${seq}`, threadId });
    }
    const all = [...Array(33).keys()].map((seq) => store.messages.madeBy(seq)?.id ?? "");
    const [, , , , , five = "", , seven = "", eight = "", nine = ""] = all;
    write(store, { type: "edit", clientId: newId(), messageId: nine, body: "changed" });
    write(store, { type: "pin", clientId: newId(), messageId: seven, on: true });
    write(store, { type: "send", clientId: newId(), body: "on that", quoteId: eight });
    write(store, { type: "send", clientId: newId(), body: "a late reply", threadId: five });
    store.markRead(lin.userId, 36);
    return all;
  });
  const job = testJobContext({ rooms: liveRooms });
  await archiveRoom(job, { roomId, fromSeq: 1, toSeq: 36 });
  const here = () =>
    inRoom((store) =>
      store.storage.sql
        .exec<{ seq: number }>("select seq from messages order by seq")
        .toArray()
        .map(({ seq }) => seq),
    );
  return { roomId, ada, lin, ctx, job, inRoom, write, here, idOf: (seq: number) => ids[seq] ?? "" };
}

/** The whole room as somebody reads it who pages back from its end, and as somebody does who reads onward. */
async function readAll(ctx: Parameters<typeof loadMessages>[0], roomId: string) {
  const back: Message[] = [];
  for (let before = Number.MAX_SAFE_INTEGER, more = true; more; ) {
    const page = await loadMessages(ctx, { roomId, before, limit: 7 });
    back.unshift(...page.messages);
    before = page.messages[0]?.seq ?? 0;
    more = page.more;
  }
  const onward: Message[] = [];
  for (let after = 0, more = true; more; ) {
    const page = await loadMessages(ctx, { roomId, after, limit: 7 });
    onward.push(...page.messages);
    after = page.messages.at(-1)?.seq ?? 0;
    more = page.more;
  }
  return { back, onward };
}

it("lets go of old messages, and nobody who reads, looks into a thread or asks for versions sees the seam", async () => {
  const { roomId, ctx, inRoom, here, idOf } = await aRoom();
  const picture = async () => ({
    ...(await readAll(ctx, roomId)),
    threads: [await roomStub(roomId).thread(idOf(3)), await roomStub(roomId).thread(idOf(5))],
    versions: [await roomStub(roomId).versions(idOf(9)), await roomStub(roomId).versions(idOf(10))],
    pins: (await roomStub(roomId).snapshot()).pins,
  });
  const before = await picture();
  expect(before.back).toHaveLength(29);
  expect(before.back).toEqual(before.onward);
  expect(await inRoom((store) => trimRoom(store, 5, 40))).toBe(false);
  expect(await inRoom((store) => trimRoom(store, 5, 3))).toBe(true);
  // the newest; what is pinned, what is answered, and the whole of the thread that went on
  expect(await here()).toEqual([5, 6, 7, 8, 30, 31, 32, 35, 36]);
  expect(await picture()).toEqual(before);
  // what was looked at by itself came back for that, and goes again
  expect(await here()).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 30, 31, 32, 35, 36]);
});

it("names in a thread whoever replied there and has left, also where the archive alone held that", async () => {
  const { roomId, members } = await makeRoomOf("Ada", "Lin", "Kim");
  const [ada, lin, kim] = members;
  if (!kim) throw new Error("a room of three");
  await roomStub(roomId).open([ada, lin, kim]);
  const inRoom = <T>(act: (store: ChatRoomStore) => T) =>
    runInDurableObject(roomStub(roomId), (_, { storage }) => act(new ChatRoomStore(storage)));
  const { root, lastSeq } = await inRoom((store) => {
    const say = (by: string, body: string, threadId?: string) =>
      writeCommand(store, by, { type: "send", clientId: newId(), body, threadId }, new Date().toISOString())
        .seq;
    const root = store.messages.madeBy(say(ada.userId, "root"))?.id ?? "";
    say(kim.userId, "a reply", root);
    for (let n = 0; n < 30; n += 1) say(ada.userId, "more");
    for (const { userId } of members) store.markRead(userId, store.lastSeq);
    return { root, lastSeq: store.lastSeq };
  });
  await archiveRoom(testJobContext({ rooms: liveRooms }), { roomId, fromSeq: 1, toSeq: lastSeq });
  await inRoom((store) => {
    trimRoom(store, 5, 3);
    store.leave(kim.userId, new Date().toISOString());
  });
  expect((await roomStub(roomId).snapshot()).former).toEqual([]);
  const client = await sitDown(roomId, lin);
  client.send({ type: "thread", messageId: root });
  expect((await client.take("thread")).former).toEqual([{ userId: kim.userId, name: "Kim" }]);
});

it("names whoever has left and whose words the archive alone holds", async () => {
  const { roomId, ada, ctx, inRoom } = await aRoom();
  await inRoom((store) => {
    trimRoom(store, 5, 3);
    store.leave(ada.userId, new Date().toISOString());
  });
  const author = { userId: ada.userId, name: ada.name };
  expect((await loadMessages(ctx, { roomId, before: 20, limit: 5 })).authors).toEqual([author]);
  expect((await loadMessages(ctx, { roomId, after: 9, limit: 5 })).authors).toEqual([author]);
  expect((await loadMessages(ctx, { roomId, after: 30, limit: 5 })).authors).toEqual([]);
});

it("answers whoever was away for longer than the room remembers with a reset, and others with what they missed", async () => {
  const { roomId, lin, inRoom } = await aRoom();
  await inRoom((store) => trimRoom(store, 5, 3));
  const early = await sitDown(roomId, lin, { after: 28 });
  expect(await early.take("welcome")).toMatchObject({ recovered: false });
  expect((await early.take("reset")).snapshot).toMatchObject({ lastSeq: 36, more: true });
  const late = await sitDown(roomId, lin, { after: 29 });
  expect(await late.take("welcome")).toMatchObject({ recovered: true });
  expect((await late.take("event")).event).toMatchObject({ seq: 30, message: { body: "words 30" } });
});

it("takes changes of what it let go of, and knows a repeat of what was asked long ago", async () => {
  const { roomId, ada, ctx, job, inRoom, here, idOf } = await aRoom();
  const clientId = await inRoom((store) => {
    const [event] = store.events.between(12, 12);
    trimRoom(store, 5, 3);
    return event?.type === "sent" ? event.clientId : "";
  });
  const client = await sitDown(roomId, ada);
  expect(await client.say("words 12", clientId)).toBe(12);
  const asks: Write[] = [
    { type: "edit", clientId: newId(), messageId: idOf(12), body: "changed late" },
    { type: "react", clientId: newId(), messageId: idOf(13), emoji: "👍", on: true },
    { type: "delete", clientId: newId(), messageId: idOf(14) },
  ];
  for (const ask of asks) {
    client.send(ask);
    await client.take("ack", (ack) => ack.clientId === ask.clientId);
  }
  const changed = [{ body: "changed late" }, { reactions: [{ emoji: "👍" }] }, { body: "", version: 39 }];
  expect((await readAll(ctx, roomId)).back.slice(7, 10)).toMatchObject(changed);
  expect(await roomStub(roomId).versions(idOf(12))).toMatchObject([{ body: "changed late" }]);
  // as long as the archive has not confirmed them
  await inRoom((store) => {
    new ChatRoomOutbox(store).oweArchive(37, 0);
    trimRoom(store, 4, 0);
  });
  expect(await here()).toEqual(expect.arrayContaining([12, 13, 14]));
  await archiveRoom(job, { roomId, fromSeq: 37, toSeq: 39 });
  await inRoom((store) => trimRoom(store, 3, 0));
  expect(await here()).not.toContain(12);
  expect((await readAll(ctx, roomId)).back.slice(7, 10)).toMatchObject(changed);
});

it("keeps what somebody has not read, and what the archive has not confirmed", async () => {
  const { lin, inRoom, here } = await aRoom();
  await inRoom((store) =>
    store.storage.sql.exec("update members set read_seq = 19 where user_id = ?", lin.userId),
  );
  const unread = () =>
    inRoom((store) => {
      const outbox = new ChatRoomOutbox(store);
      outbox.owePush(lin.userId);
      return outbox.takePushes("room", new Set()).map(({ summary }) => summary.unread);
    });
  const counted = await unread();
  await inRoom((store) => new ChatRoomOutbox(store).oweArchive(18, 0));
  await inRoom((store) => trimRoom(store, 5, 3));
  // 9 was changed by event 33
  expect((await here()).slice(0, 6)).toEqual([5, 6, 7, 8, 9, 18]);
  await inRoom((store) => {
    new ChatRoomOutbox(store).confirmRange(18, 18);
    trimRoom(store, 5, 3);
  });
  expect((await here()).slice(0, 5)).toEqual([5, 6, 7, 8, 20]);
  expect(await unread()).toEqual(counted);
});

it("trims when the archive confirms, once some hundreds more than its share are there", async () => {
  const { roomId, lin, inRoom, write, here } = await aRoom();
  const fill = (upTo: number) =>
    inRoom((store) => {
      while (store.lastSeq < upTo) write(store, { type: "send", clientId: newId(), body: "more" });
      store.markRead(lin.userId, upTo);
    });
  await fill(2_500);
  await roomStub(roomId).archived(1, 2_500);
  expect((await here()).length).toBeGreaterThan(2_400);
  await fill(2_600);
  await roomStub(roomId).archived(1, 2_600);
  // 7 is pinned
  expect(await here()).toEqual([7, ...Array.from({ length: 2_000 }, (_, n) => 601 + n)]);
});
