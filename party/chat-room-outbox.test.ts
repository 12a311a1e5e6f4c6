import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { eq } from "drizzle-orm";
import { expect, it, vi } from "vitest";
import { archivedMessages, auditEvents, roomMembers } from "#db/tables/index.ts";
import { newId } from "#domain/ids.ts";
import { type Message, plainMessage } from "#domain/rooms/schema.ts";
import { testContext } from "#testing/context.ts";
import { eventually } from "#testing/eventually.ts";
import { makeRoomOf, roomStub, sitDown } from "#testing/live.ts";
import { ChatRoomCourier } from "./chat-room-courier.ts";
import { ChatRoomOutbox } from "./chat-room-outbox.ts";
import { ChatRoomStore } from "./chat-room-store.ts";

const inbox = (userId: string) => env.USER_INBOX.getByName(userId);

it("brings every message, its edits and its end to the archive, with an audit event each", async () => {
  const { db } = testContext();
  const {
    roomId,
    members: [ada],
  } = await makeRoomOf("Ada", "Lin");
  const client = await sitDown(roomId, ada);
  const seq = await client.say("frist");
  const messageId = (await roomStub(roomId).snapshot()).messages[0]?.id ?? "";
  client.send({ type: "edit", clientId: newId(), messageId, body: "first" });
  client.send({ type: "delete", clientId: newId(), messageId });
  await client.take("event", ({ event }) => event.type === "deleted");
  await client.say("second");
  const archived = await eventually(async () => {
    const rows = await db.select().from(archivedMessages).where(eq(archivedMessages.roomId, roomId));
    expect(rows).toHaveLength(2);
    return rows.toSorted((a, b) => a.seq - b.seq);
  });
  expect(archived).toMatchObject([
    { id: messageId, seq, version: seq + 2, body: "", authorId: ada.userId, deletedAt: expect.any(Date) },
    { seq: seq + 3, version: seq + 3, body: "second", editedAt: null, deletedAt: null },
  ]);
  const audited = await db.select().from(auditEvents).where(eq(auditEvents.targetId, messageId));
  expect(audited.map(({ id, action, actorId }) => [id, action, actorId]).toSorted()).toEqual([
    [`${roomId}:${seq}`, "message.sent", ada.userId],
    [`${roomId}:${seq + 1}`, "message.edited", ada.userId],
    [`${roomId}:${seq + 2}`, "message.deleted", ada.userId],
  ]);
  await eventually(() =>
    runInDurableObject(roomStub(roomId), (_, { storage }) => {
      expect(new ChatRoomOutbox(new ChatRoomStore(storage)).nextRangeAt()).toBeNull();
    }),
  );
});

it("keeps a range until the queue takes it and the archive confirms it", async () => {
  const {
    roomId,
    members: [ada],
  } = await makeRoomOf("Ada");
  await roomStub(roomId).open([ada]);
  await runInDurableObject(roomStub(roomId), async (_, state) => {
    const store = new ChatRoomStore(state.storage);
    state.storage.sql.exec("delete from archive_outbox");
    state.storage.sql.exec("update members set push_owed = 0");
    const outbox = new ChatRoomOutbox(store);
    outbox.oweArchive(2, Date.now() - 5_000);
    outbox.oweArchive(3, Date.now() - 5_000);
    const send = vi.fn().mockRejectedValueOnce(new Error("queue is down")).mockResolvedValue(undefined);
    const broken = { ...env, LIVE_QUEUE: { send } } as unknown as Env;
    const courier = new ChatRoomCourier(state, broken, outbox, () => null);
    await courier.deliver(roomId, new Set());
    const retryAt = outbox.nextRangeAt() ?? 0;
    expect(retryAt).toBeGreaterThan(Date.now());
    const [range] = outbox.takeDueRanges(retryAt);
    expect(range).toMatchObject({ fromSeq: 2, toSeq: 3 });
    // taken, but never confirmed: a queue may lose it
    const again = outbox.nextRangeAt() ?? 0;
    expect(again - retryAt).toBe(120_000);
    outbox.confirmRange(2, 2);
    expect(outbox.nextRangeAt()).toBe(again);
    outbox.confirmRange(1, 10);
    expect(outbox.nextRangeAt()).toBeNull();
    expect(send).toHaveBeenCalledWith(
      expect.objectContaining({ job: { kind: "live.archive-room", roomId, fromSeq: 2, toSeq: 3 } }),
    );
  });
});

it("tries again when an inbox can't be reached, and still notifies once", async () => {
  const {
    roomId,
    members: [ada, lin],
  } = await makeRoomOf("Ada", "Lin");
  await (await sitDown(roomId, ada)).say("are you there?");
  await runInDurableObject(roomStub(roomId), async (_, state) => {
    const outbox = new ChatRoomOutbox(new ChatRoomStore(state.storage));
    state.storage.sql.exec("update members set push_owed = 1, notified = 0");
    state.storage.sql.exec("delete from archive_outbox");
    const deliver = vi.fn().mockRejectedValueOnce(new Error("away")).mockResolvedValue(undefined);
    const getByName = () => ({ pushRoom: async () => {}, deliver });
    const courier = new ChatRoomCourier(
      state,
      { ...env, USER_INBOX: { getByName } } as unknown as Env,
      outbox,
      () => null,
    );
    await courier.deliver(roomId, new Set([ada.userId]));
    expect(outbox.pushOwed).toBe(true);
    const [push] = outbox.takePushes(roomId, new Set([ada.userId]));
    expect(push).toMatchObject({ userId: lin.userId, summary: { unread: 1, preview: "are you there?" } });
    expect(push?.notification?.key).toBe(deliver.mock.calls[0]?.[0].key);
    // the object dies before the inbox has answered
    expect(outbox.takePushes(roomId, new Set([ada.userId])).slice(0, 1)).toEqual([push]);
    outbox.owePush(lin.userId);
    outbox.confirmPush(lin.userId, true);
    // something came while the inbox was told
    expect(outbox.pushOwed).toBe(true);
    outbox.owePush();
    expect(outbox.takePushes(roomId, new Set()).map(({ notification }) => notification)).toEqual([
      null,
      null,
    ]);
  });
});

it("notifies who is not in the room, once until they have read, and shows the room in both lists", async () => {
  const {
    roomId,
    members: [ada, lin],
  } = await makeRoomOf("Ada", "Lin");
  const here = await sitDown(roomId, ada);
  await here.say("hello");
  await here.say("one more thing");
  const away = await eventually(async () => {
    await runDurableObjectAlarm(roomStub(roomId));
    const state = await inbox(lin.userId).state();
    expect(state.rooms[0]).toMatchObject({ roomId, unread: 2, preview: "one more thing", withName: "Ada" });
    return state;
  });
  expect(away.unread).toBe(1);
  expect(await inbox(lin.userId).list({ limit: 10 })).toMatchObject([
    { kind: "message.new", title: "Ada wrote to you", href: `/conversations/${roomId}`, readAt: null },
  ]);
  expect(await inbox(ada.userId).state()).toMatchObject({
    unread: 0,
    rooms: [{ unread: 0, withName: "Lin" }],
  });
  const back = await sitDown(roomId, lin);
  back.send({ type: "read", seq: 99 });
  await eventually(async () => {
    await runDurableObjectAlarm(roomStub(roomId));
    expect(await inbox(lin.userId).state()).toMatchObject({ unread: 0, rooms: [{ unread: 0 }] });
  });
});

it("notifies who leaves a room without having read what came", async () => {
  const { roomId, members } = await makeRoomOf("Ada", "Lin");
  const [ada, lin] = members;
  const here = await sitDown(roomId, ada);
  const asleep = await sitDown(roomId, lin);
  await here.say("are you asleep?");
  await eventually(async () => {
    await runDurableObjectAlarm(roomStub(roomId));
    expect((await inbox(lin.userId).state()).rooms[0]).toMatchObject({ unread: 1 });
  });
  expect(await inbox(lin.userId).state()).toMatchObject({ unread: 0 });
  asleep.close();
  await eventually(async () => {
    await runDurableObjectAlarm(roomStub(roomId));
    expect(await inbox(lin.userId).state()).toMatchObject({ unread: 1 });
  });
});

it("goes on from what the archive holds, with its numbers", async () => {
  const { db } = testContext();
  const {
    roomId,
    members: [ada, lin],
  } = await makeRoomOf("Ada", "Lin");
  const old = (seq: number, authorId: string): Message => ({
    id: newId(),
    seq,
    version: seq,
    authorId,
    body: `old ${seq}`,
    sentAt: "2026-01-01T10:00:00.000Z",
    ...plainMessage,
  });
  const messages = [old(3, ada.userId), old(4, lin.userId), old(7, ada.userId)];
  await db.insert(archivedMessages).values(
    messages.map((message) => ({
      ...message,
      roomId,
      sentAt: new Date(message.sentAt),
      ...plainMessage,
    })),
  );
  const client = await sitDown(roomId, lin, { after: 7 });
  expect(await client.take("welcome")).toMatchObject({ recovered: true, lastSeq: 9 });
  expect(await client.say("new")).toBe(10);
  const snapshot = await roomStub(roomId).snapshot();
  expect(snapshot.messages.slice(0, 3)).toEqual(messages);
  expect(snapshot).toMatchObject({ lastSeq: 10, more: false, reads: { [ada.userId]: 7 } });
  const early = await sitDown(roomId, lin, { after: 5 });
  expect(await early.take("welcome")).toMatchObject({ recovered: false });
});

it("tells who is named in a message, though they were notified of the room already, once for each message", async () => {
  const { roomId, members } = await makeRoomOf("Ada", "Lin");
  const [ada, lin] = members;
  const here = await sitDown(roomId, ada);
  await here.say("hello");
  await eventually(async () => {
    await runDurableObjectAlarm(roomStub(roomId));
    expect(await inbox(lin.userId).list({ limit: 10 })).toHaveLength(1);
  });
  const seq = await here.say("what do you think, @Lin?");
  await eventually(async () => {
    await runDurableObjectAlarm(roomStub(roomId));
    expect(await inbox(lin.userId).list({ limit: 10 })).toMatchObject([
      {
        kind: "message.new",
        title: "Ada mentioned you",
        preview: "what do you think, @Lin?",
        href: `/conversations/${roomId}#m${seq}`,
      },
      { title: "Ada wrote to you" },
    ]);
  });
  await here.say("anything else");
  await runInDurableObject(roomStub(roomId), (_, { storage }) => {
    const outbox = new ChatRoomOutbox(new ChatRoomStore(storage));
    outbox.owePush();
    expect(outbox.takePushes(roomId, new Set()).map(({ notification }) => notification)).toEqual([
      null,
      null,
    ]);
  });
});

it("notifies who has muted it of messages that name them alone, also after it was restored", async () => {
  const { db } = testContext();
  const { roomId, members } = await makeRoomOf("Ada", "Lin", "Bo");
  const [ada, lin, bo] = members;
  await db.update(roomMembers).set({ mutedAt: new Date() }).where(eq(roomMembers.userId, lin.userId));
  const here = await sitDown(roomId, ada);
  const mute = async (at: Date | null) => {
    await db.update(roomMembers).set({ mutedAt: at }).where(eq(roomMembers.userId, bo.userId));
    await roomStub(roomId).lookAt(bo.userId);
  };
  await mute(new Date());
  await mute(null);
  await here.say("quiet words");
  const titles = async (userId: string) =>
    (await inbox(userId).list({ limit: 10 })).map(({ title }) => title);
  await eventually(async () => {
    await runDurableObjectAlarm(roomStub(roomId));
    expect((await inbox(lin.userId).state()).rooms).toMatchObject([{ unread: 1 }]);
    expect(await titles(bo.userId)).toEqual(["Ada wrote to you"]);
  });
  expect(await titles(lin.userId)).toEqual([]);
  await here.say("@Lin, this one is for you");
  await eventually(async () => {
    await runDurableObjectAlarm(roomStub(roomId));
    expect(await titles(lin.userId)).toEqual(["Ada mentioned you"]);
  });
});
