import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import { archivedMessages } from "#db/tables/index.ts";
import { newId } from "#domain/ids.ts";
import {
  applyStreamEvent,
  type InboxState,
  type NewNotification,
  type NotificationPage,
  type RoomSummary,
  type StreamEvent,
  streamEventSchema,
  TOO_MANY_STREAMS,
} from "#domain/notifications/schema.ts";
import { defaultPreferences, type Preferences } from "#domain/preferences/schema.ts";
import { testContext } from "#testing/context.ts";
import { makeRoomOf } from "#testing/live.ts";
import { MAX_STREAMS } from "./user-inbox.ts";
import { UserInboxStore } from "./user-inbox-store.ts";

const inboxOf = (userId: string) => env.USER_INBOX.getByName(userId);

const letter = (overrides: Partial<NewNotification> = {}): NewNotification => ({
  key: newId(),
  kind: "request.received",
  title: "Lin asks for your help",
  href: "/requests",
  ...overrides,
});

const summary = (overrides: Partial<RoomSummary> = {}): RoomSummary => ({
  roomId: newId(),
  kind: "direct",
  gone: false,
  withUserId: newId(),
  withName: "Lin",
  lastSeq: 5,
  readSeq: 3,
  unread: 1,
  preview: "hello",
  lastAuthorId: null,
  at: "2026-11-24T10:00:00.000Z",
  ...overrides,
});

/** A subscription as a Worker holds it. */
async function subscribe(userId: string, after?: number) {
  const url = `https://inbox/subscribe${after === undefined ? "" : `?after=${after}`}`;
  const { webSocket } = await inboxOf(userId).fetch(url, { headers: { Upgrade: "websocket" } });
  if (!webSocket) throw new Error("no socket");
  const waiting: StreamEvent[] = [];
  const readers: (() => void)[] = [];
  webSocket.addEventListener("message", ({ data }) => {
    waiting.push(streamEventSchema.parse(JSON.parse(String(data))));
    for (const wake of readers.splice(0)) wake();
  });
  webSocket.accept();
  async function next(): Promise<StreamEvent> {
    while (waiting.length === 0) await new Promise<void>((resolve) => readers.push(resolve));
    return waiting.shift() as StreamEvent;
  }
  return { next, waiting, socket: webSocket };
}

it("stores a notification once for each key, with ids that increase", async () => {
  const userId = newId();
  const first = letter();
  await inboxOf(userId).deliver(first);
  await inboxOf(userId).deliver(first);
  await inboxOf(userId).deliver(letter({ title: "Second", preview: "words" }));
  const list = await inboxOf(userId).list({ limit: 10 });
  expect(list.map(({ id, title, preview, readAt }) => [id, title, preview, readAt])).toEqual([
    [2, "Second", "words", null],
    [1, "Lin asks for your help", null, null],
  ]);
  expect(await inboxOf(userId).list({ before: 2, limit: 10 })).toMatchObject([{ id: 1 }]);
  expect(await inboxOf(userId).state()).toEqual({ lastId: 2, unread: 2, rooms: [] });
});

it("tells two streams the same, and wakes from an eviction to do so", async () => {
  const userId = newId();
  const [laptop, phone] = [await subscribe(userId, 0), await subscribe(userId, 0)];
  await inboxOf(userId).deliver(letter());
  await evictDurableObject(inboxOf(userId));
  await inboxOf(userId).markRead({ upTo: 1 });
  const heard = [await laptop.next(), await laptop.next()];
  expect(heard).toMatchObject([
    { type: "notification", lastId: 1, unread: 1 },
    { type: "read", lastId: 2, unread: 0 },
  ]);
  expect([await phone.next(), await phone.next()]).toEqual(heard);
});

it("gives a stream what it missed, so that it ends where a fresh page stands", async () => {
  const userId = newId();
  const room = summary();
  await inboxOf(userId).deliver(letter());
  const stale = await inboxOf(userId).state();
  await inboxOf(userId).deliver(letter());
  await inboxOf(userId).pushRoom(room);
  await inboxOf(userId).markRead({ ids: [1] });
  await inboxOf(userId).pushRoom({ ...room, lastSeq: 6, preview: "newer" });
  await inboxOf(userId).deliver(letter());
  await inboxOf(userId).markRead({ ids: [2] });
  const fresh = await inboxOf(userId).state();
  const back = await subscribe(userId, stale.lastId);
  let state: InboxState = stale;
  while (state.lastId < fresh.lastId) state = applyStreamEvent(state, await back.next());
  expect(state).toEqual(fresh);
  expect(back.waiting).toEqual([]);
});

it.each([
  ["an id of the future", 7],
  ["an id that is no number", Number.NaN],
])("answers %s with a reset", async (_, after) => {
  const userId = newId();
  await inboxOf(userId).deliver(letter());
  expect(await (await subscribe(userId, after)).next()).toEqual({ type: "reset", lastId: 1, unread: 1 });
});

it("keeps 500 notifications of 90 days, and resets a stream that is older than that", async () => {
  const userId = newId();
  const now = Date.parse("2026-11-24T10:00:00Z");
  await runInDurableObject(inboxOf(userId), (_, { storage }) => {
    const store = new UserInboxStore(storage);
    store.deliver(letter({ title: "ancient" }), now - 91 * 86_400_000);
    store.deliver(letter({ title: "old" }), now - 89 * 86_400_000);
    store.deliver(letter(), now);
    expect(store.list({ limit: 9 }).map(({ title }) => title)).not.toContain("ancient");
    expect(store.eventsAfter(0)).toMatchObject([{ type: "reset" }]);
    expect(store.eventsAfter(1)).toHaveLength(2);
    for (let i = 0; i < 500; i += 1) store.deliver(letter(), now);
    expect(store.list({ limit: 1_000 })).toHaveLength(500);
    expect(store.eventsAfter(2)).toMatchObject([{ type: "reset", unread: 500 }]);
    expect(store.eventsAfter(3)).toHaveLength(500);
  });
});

it("marks as read once, and says nothing when there is nothing to mark", async () => {
  const userId = newId();
  await inboxOf(userId).deliver(letter());
  const stream = await subscribe(userId);
  expect(await inboxOf(userId).markRead({ upTo: 1 })).toMatchObject({ unread: 0, lastId: 2 });
  expect(await inboxOf(userId).markRead({ ids: [1, 99] })).toMatchObject({ unread: 0, lastId: 2 });
  expect(await stream.next()).toMatchObject({ type: "read" });
  expect(stream.waiting).toEqual([]);
});

it("takes a room's newest state only, and its notification away once it is read", async () => {
  const userId = newId();
  const room = summary();
  const href = `/conversations/${room.roomId}`;
  await inboxOf(userId).deliver(letter({ kind: "message.new", href }));
  await inboxOf(userId).pushRoom(room);
  await inboxOf(userId).pushRoom(room);
  await inboxOf(userId).pushRoom({ ...room, lastSeq: 4, preview: "late" });
  expect(await inboxOf(userId).state()).toMatchObject({
    lastId: 2,
    unread: 1,
    rooms: [{ preview: "hello" }],
  });
  await inboxOf(userId).pushRoom({ ...room, readSeq: 5, unread: 0 });
  expect(await inboxOf(userId).state()).toMatchObject({ lastId: 4, unread: 0, rooms: [{ unread: 0 }] });
  await inboxOf(userId).deliver(letter({ kind: "message.new", href }));
  await inboxOf(userId).markRoomRead(room.roomId);
  await inboxOf(userId).markRoomRead(room.roomId);
  expect(await inboxOf(userId).state()).toMatchObject({ unread: 0 });
});

it("begins with the conversations that the archive knows, newest first", async () => {
  const { db } = testContext();
  const { roomId, members } = await makeRoomOf("Ada", "Lin");
  const [ada, lin] = members;
  const message = (seq: number, body: string, deletedAt: Date | null = null) => ({
    roomId,
    id: newId(),
    seq,
    version: seq,
    authorId: lin.userId,
    body,
    sentAt: new Date(`2026-01-01T10:0${seq}:00Z`),
    deletedAt,
  });
  await db.insert(archivedMessages).values([message(3, "see you"), message(4, "", new Date())]);
  expect(await inboxOf(ada.userId).state()).toEqual({
    lastId: 0,
    unread: 0,
    rooms: [
      {
        roomId,
        kind: "direct",
        gone: false,
        withUserId: lin.userId,
        withName: "Lin",
        lastSeq: 4,
        readSeq: 4,
        unread: 0,
        preview: "see you",
        lastAuthorId: lin.userId,
        at: "2026-01-01T10:03:00.000Z",
      },
    ],
  });
});

it("lets subscribers listen only, and opens its door to upgrades alone", async () => {
  const userId = newId();
  expect((await inboxOf(userId).fetch("https://inbox/")).status).toBe(426);
  const stream = await subscribe(userId);
  stream.socket.send("hello?");
  await inboxOf(userId).deliver(letter());
  expect(await stream.next()).toMatchObject({ type: "notification" });
  stream.socket.close();
  await inboxOf(userId).deliver(letter());
});

it("ends every stream when a session of the person ends, and takes new ones", async () => {
  const userId = newId();
  const streams = [await subscribe(userId), await subscribe(userId)];
  const ended = streams.map(({ socket }) => new Promise((done) => socket.addEventListener("close", done)));
  await inboxOf(userId).endStreams();
  await Promise.all(ended);
  const back = await subscribe(userId);
  await inboxOf(userId).deliver(letter());
  expect(await back.next()).toMatchObject({ type: "notification" });
});

it("applies an event of the stream once, and sorts conversations by their last message", () => {
  const [old, fresh] = [summary({ at: "2026-01-01T10:00:00.000Z" }), summary({ at: null })];
  const state: InboxState = { lastId: 3, unread: 1, rooms: [old, fresh] };
  expect(applyStreamEvent(state, { type: "read", lastId: 3, unread: 0 })).toBe(state);
  const moved = { ...fresh, at: "2026-01-02T10:00:00.000Z" };
  expect(applyStreamEvent(state, { type: "room", lastId: 4, unread: 2, room: moved })).toEqual({
    lastId: 4,
    unread: 2,
    rooms: [moved, old],
  });
  expect(applyStreamEvent(state, { type: "reset", lastId: 1, unread: 0 })).toMatchObject({
    lastId: 1,
    unread: 0,
  });
});

const choosing = (
  topic: keyof Preferences["choices"],
  here: boolean,
  mail: boolean,
  digest: boolean,
): Preferences => ({
  ...defaultPreferences,
  version: 1,
  choices: { ...defaultPreferences.choices, [topic]: { here, mail, push: false, digest } },
});

it("shows what the person wants to see here, and keeps the rest for a digest", async () => {
  const userId = newId();
  const inbox = inboxOf(userId);
  await inbox.setPreferences(choosing("searches", false, false, true));
  await inbox.setPreferences({ ...defaultPreferences, version: 0 });
  const stream = await subscribe(userId, 0);
  await inbox.deliver(letter({ kind: "search.new-mentor", title: "unseen" }));
  await inbox.deliver(letter({ title: "seen" }));
  expect(await stream.next()).toMatchObject({ type: "notification", event: { title: "seen" }, unread: 1 });
  expect((await inbox.list({ limit: 9 })).map(({ title }) => title)).toEqual(["seen"]);
  expect((await inbox.takeDigest("job 1")).map(({ title }) => title)).toEqual(["unseen"]);
  await inbox.deliver(letter({ kind: "search.new-mentor", title: "later" }));
  expect((await inbox.takeDigest("job 1")).map(({ title }) => title)).toEqual(["unseen"]);
  expect((await inbox.takeDigest("job 2")).map(({ title }) => title)).toEqual(["later"]);
  expect(await (await subscribe(userId, 1)).next()).toMatchObject({ event: { title: "seen" } });
});

it("leaves out of a digest what was seen here", async () => {
  const inbox = inboxOf(newId());
  await inbox.setPreferences(choosing("requests", true, true, true));
  await inbox.deliver(letter({ title: "seen" }));
  await inbox.deliver(letter({ title: "not seen" }));
  await inbox.markRead({ ids: [1] });
  expect((await inbox.takeDigest("job")).map(({ title }) => title)).toEqual(["not seen"]);
});

/** An inbox whose owner was away for a quarter of an hour: which letters its alarm asks for, and when it looks again. */
async function afterQuarter(userId: string, nowMs: number, isHere = false) {
  return runInDurableObject(inboxOf(userId), (_, { storage }) => {
    const { letters } = new UserInboxStore(storage);
    return { due: letters.takeDue(nowMs, isHere), next: letters.nextAt() };
  });
}

const quarter = 15 * 60_000;

it("asks for one letter about a room's unread messages once its reader was away for a quarter of an hour", async () => {
  const [userId, room] = [newId(), summary()];
  const inbox = inboxOf(userId);
  const message = (key: string) =>
    letter({ key, kind: "message.new", href: `/conversations/${room.roomId}` });
  const startedMs = Date.now();
  await inbox.pushRoom(room);
  await inbox.deliver(message("first"));
  await inbox.deliver({ ...message("mention"), href: `/conversations/${room.roomId}#m9` });
  expect((await afterQuarter(userId, startedMs + quarter - 1_000)).due).toEqual([]);
  const { due, next } = await afterQuarter(userId, Date.now() + quarter);
  expect(due).toMatchObject([{ roomId: room.roomId }]);
  // nobody said that it is out: it is asked for again, and is the same one
  expect((await afterQuarter(userId, next ?? 0)).due).toEqual(due);
  await inbox.unreadMailed(room.roomId);
  await inbox.deliver(message("more"));
  expect(await afterQuarter(userId, Date.now() + 99 * quarter)).toEqual({ due: [], next: null });
  await inbox.pushRoom({ ...room, lastSeq: 6, readSeq: 6, unread: 0 });
  await inbox.deliver(message("anew"));
  const again = await afterQuarter(userId, Date.now() + quarter);
  expect(again.due).toHaveLength(1);
  expect(again.due).not.toEqual(due);
});

it("asks for no letter while its reader is here, has seen the notification, or wants none", async () => {
  const [here, seen, unwilling] = [newId(), newId(), newId()];
  const message = letter({ kind: "message.new", href: `/conversations/${newId()}` });
  await inboxOf(unwilling).setPreferences(choosing("messages", true, false, false));
  for (const userId of [here, seen, unwilling]) await inboxOf(userId).deliver(message);
  await inboxOf(seen).markRead({ upTo: 1 });
  const later = Date.now() + quarter + 1_000;
  expect(await afterQuarter(here, later, true)).toEqual({ due: [], next: later + quarter });
  for (const userId of [seen, unwilling])
    expect(await afterQuarter(userId, later)).toEqual({ due: [], next: null });
  await inboxOf(here).deferUnreadMail(message.href.split("/")[2] ?? "", later + 9 * quarter);
  expect((await afterQuarter(here, later + 8 * quarter)).due).toEqual([]);
  expect((await afterQuarter(here, later + 9 * quarter)).due).toHaveLength(1);
});

it("hands the letter that is due to the queue from its alarm", async () => {
  const userId = newId();
  const roomId = newId();
  await inboxOf(userId).deliver(letter({ kind: "message.new", href: `/conversations/${roomId}` }));
  const sent = await runInDurableObject(inboxOf(userId), async (inbox, { storage }) => {
    storage.sql.exec("update unread_mail set due_at = 0");
    const sent: unknown[] = [];
    const { MAIL_QUEUE: queue } = env;
    const original = queue.send.bind(queue);
    queue.send = async (body: unknown) => {
      sent.push(body);
      return original(body);
    };
    try {
      await inbox.alarm();
    } finally {
      queue.send = original;
    }
    return sent;
  });
  expect(sent).toMatchObject([
    { requestId: `inbox-${userId}`, job: { kind: "mail.unread-messages", userId, roomId } },
  ]);
  // and it looks again whether it came out
  expect(await runDurableObjectAlarm(inboxOf(userId))).toBe(true);
});

it("narrows the list to some kinds, or to what is new", async () => {
  const inbox = inboxOf(newId());
  await inbox.deliver(letter({ title: "request" }));
  await inbox.deliver(letter({ kind: "message.new", title: "message" }));
  await inbox.deliver(letter({ title: "read" }));
  await inbox.markRead({ ids: [3] });
  const titles = async (page: Partial<NotificationPage>) =>
    (await inbox.list({ limit: 9, ...page })).map(({ title }) => title);
  expect(await titles({})).toEqual(["read", "message", "request"]);
  expect(await titles({ kinds: ["request.received"] })).toEqual(["read", "request"]);
  expect(await titles({ unread: true })).toEqual(["message", "request"]);
  expect(await titles({ kinds: ["request.received"], unread: true, before: 2 })).toEqual(["request"]);
  expect(await titles({ kinds: [] })).toEqual([]);
});

it("lets the oldest stream of a person make way for one too many", async () => {
  const userId = newId();
  const streams: Awaited<ReturnType<typeof subscribe>>[] = [];
  for (let n = 0; n < MAX_STREAMS; n += 1) streams.push(await subscribe(userId));
  const closed = new Promise<number>((resolve) =>
    streams[0]?.socket.addEventListener("close", ({ code }) => resolve(code)),
  );
  const newest = await subscribe(userId);
  expect(await closed).toBe(TOO_MANY_STREAMS);
  await inboxOf(userId).deliver(letter());
  expect(await newest.next()).toMatchObject({ lastId: 1 });
  expect(await streams[1]?.next()).toMatchObject({ lastId: 1 });
});
