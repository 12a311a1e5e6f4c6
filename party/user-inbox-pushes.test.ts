import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, expect, it } from "vitest";
import { idSchema, newId } from "#domain/ids.ts";
import type { NewNotification, RoomSummary } from "#domain/notifications/schema.ts";
import type { QueueMessage } from "#domain/outbox/jobs.ts";
import { defaultPreferences } from "#domain/preferences/schema.ts";
import { eventually } from "#testing/eventually.ts";
import { userInboxMigrations } from "./user-inbox-migrations.ts";
import { CONFIRM_WITHIN_MS, STILL_HERE_MS } from "./user-inbox-pushes.ts";
import { UserInboxStore } from "./user-inbox-store.ts";

const inboxOf = (userId: string) => env.USER_INBOX.getByName(userId);
const nowMs = Date.parse("2026-11-24T10:00:00Z");
const later = nowMs + 60_000;

const message = (roomId: string, changes: Partial<NewNotification> = {}): NewNotification => ({
  ...{ key: newId(), kind: "message.new", title: "Lin wrote to you", href: `/conversations/${roomId}` },
  ...changes,
});
const request = (): NewNotification => ({
  ...{ key: newId(), kind: "request.received", title: "Lin asks for your help", href: "/requests/1" },
});
const readUpTo = (roomId: string, seq: number): RoomSummary => ({
  ...{
    roomId,
    kind: "direct",
    gone: false,
    withUserId: newId(),
    withName: "Lin",
    lastSeq: seq,
    readSeq: seq,
  },
  ...{ unread: 0, preview: null, lastAuthorId: null, at: null },
});

/** What goes to the queue is kept here: no consumer of another test's making sends it. */
let asked: QueueMessage[] = [];
const original = env.PUSH_QUEUE.send;
beforeEach(() => {
  asked = [];
  env.PUSH_QUEUE.send = (async (body: QueueMessage) => void asked.push(body)) as never;
});
afterEach(() => {
  env.PUSH_QUEUE.send = original;
});

/** Of one person: alarms of other tests' people may go off meanwhile. */
const askedFor = (userId: string) =>
  asked.flatMap(({ job }) => ("userId" in job && job.userId === userId ? [job] : []));

/** The store of somebody one of whose devices is told, without its alarm. */
const withStore = (run: (store: UserInboxStore) => void) =>
  runInDurableObject(inboxOf(newId()), (_, { storage }) => {
    const store = new UserInboxStore(storage);
    store.pushes.areHeard = true;
    run(store);
  });

/** Ids of the notifications for whose push is asked then. */
const dueAt = (store: UserInboxStore, atMs: number, isHere = false) =>
  store.pushes.takeDue(atMs, isHere).map(({ notificationId }) => notificationId);

it("owes nothing to who has no device, nor of what is not wanted there", async () => {
  await withStore((store) => {
    store.pushes.areHeard = false;
    store.deliver(request(), nowMs);
    expect(dueAt(store, later)).toEqual([]);
    store.pushes.areHeard = true;
    const { choices } = defaultPreferences;
    const unwanted = { ...choices, requests: { ...choices.requests, push: false } };
    store.wishes.setPreferences({ ...defaultPreferences, version: 1, choices: unwanted });
    store.deliver(request(), nowMs);
    expect(dueAt(store, later)).toEqual([]);
    store.deliver(message(newId()), nowMs);
    expect(dueAt(store, later)).toEqual([3]);
  });
});

it("asks for one push a conversation until its person reads on, and for one of each other thing", async () => {
  const roomId = newId();
  await withStore((store) => {
    store.deliver(message(roomId), nowMs);
    store.deliver(message(roomId, { href: `/conversations/${roomId}#m2` }), nowMs);
    store.deliver(request(), nowMs);
    store.deliver(request(), nowMs);
    expect(dueAt(store, later)).toEqual([1, 3, 4]);
    store.deliver(message(roomId), nowMs);
    expect(dueAt(store, later)).toEqual([]);
    for (const id of [1, 3, 4]) store.pushes.take(id, later, false);
    expect(store.pushes.nextAt()).toBeNull();
    store.pushRoom(readUpTo(roomId, 9), nowMs);
    store.deliver(message(roomId), nowMs);
    expect(dueAt(store, later)).toHaveLength(1);
  });
});

it("asks for none that was read in the list, and anew after it", async () => {
  const roomId = newId();
  await withStore((store) => {
    store.deliver(message(roomId), nowMs);
    store.markRead({ upTo: 1 }, nowMs);
    expect(dueAt(store, later)).toEqual([]);
    store.deliver(message(roomId), nowMs);
    expect(dueAt(store, later)).toHaveLength(1);
  });
});

it("shows the words that stand when it is sent, and none under the name of who did not write them", async () => {
  const roomId = newId();
  await withStore((store) => {
    const wordsAfter = (preview: string | null, changes: Partial<RoomSummary> = {}) => {
      const { lastSeq } = store.state().rooms[0] ?? { lastSeq: 0 };
      const room = { ...readUpTo(roomId, lastSeq + 1), unread: 1, preview, ...changes };
      store.pushRoom({ ...room, lastAuthorId: room.lastAuthorId ?? room.withUserId }, nowMs);
      return store.pushes.take(1, later, false)?.preview;
    };
    store.deliver(message(roomId, { preview: "It\nhurts" }), nowMs);
    dueAt(store, later);
    expect(store.pushes.take(1, later, false)).toMatchObject({ preview: null });
    expect(wordsAfter("It\nhurts")).toBe("It\nhurts");
    // taken back, after another was written
    expect(wordsAfter("No matter")).toBe("No matter");
    expect(wordsAfter("No matter", { lastAuthorId: newId() })).toBeNull();
    expect(wordsAfter("No matter", { kind: "group" })).toBeNull();
    expect(wordsAfter("It\nhurts", { kind: "group" })).toBe("It\nhurts");
    expect(wordsAfter("No matter", { kind: "community" })).toBe("No matter");
    expect(wordsAfter("It\nhurts", { gone: true })).toBeNull();
  });
});

it("shows of a mention its own words or none", async () => {
  const roomId = newId();
  await withStore((store) => {
    const mention = { preview: "Look here", href: `/conversations/${roomId}#m1` };
    store.deliver(message(roomId, mention), nowMs);
    dueAt(store, later);
    store.pushRoom({ ...readUpTo(roomId, 1), unread: 1, preview: "Look here" }, nowMs);
    expect(store.pushes.take(1, later, false)).toMatchObject(mention);
    const { withUserId, ...line } = { ...readUpTo(roomId, 2), unread: 1, preview: "Never mind" };
    store.pushRoom({ ...line, withUserId, lastAuthorId: withUserId }, nowMs);
    expect(store.pushes.take(1, later, false)).toMatchObject({ ...mention, preview: null });
  });
});

function wantMessagesPushedAlone(store: UserInboxStore): void {
  const { choices } = defaultPreferences;
  const elsewhere = { ...choices, messages: { here: false, mail: false, push: true, digest: false } };
  store.wishes.setPreferences({ ...defaultPreferences, version: 1, choices: elsewhere });
}

it("pushes what is not wanted in the list, too", async () => {
  await withStore((store) => {
    wantMessagesPushedAlone(store);
    const roomId = newId();
    store.deliver(message(roomId), nowMs);
    expect(store.list({ limit: 9 })).toEqual([]);
    expect(dueAt(store, later)).toEqual([1]);
    expect(store.pushes.take(1, later, false)).toMatchObject({ title: "Lin wrote to you" });
    store.pushRoom(readUpTo(roomId, 9), nowMs);
    store.deliver(message(roomId), nowMs);
    expect(dueAt(store, later)).toHaveLength(1);
  });
});

it("asks for nothing while its person is here, and looks again whether they left without reading", async () => {
  await withStore((store) => {
    store.deliver(request(), nowMs);
    expect(dueAt(store, nowMs, true)).toEqual([]);
    expect(store.pushes.nextAt()).toBe(nowMs + STILL_HERE_MS);
    expect(dueAt(store, nowMs + STILL_HERE_MS)).toEqual([1]);
    // they came back between the asking and the sending
    expect(store.pushes.take(1, later, true)).toBeNull();
    expect(store.pushes.nextAt()).toBe(later + STILL_HERE_MS);
    store.markRead({ upTo: 1 }, nowMs);
    expect(store.pushes.take(1, later, false)).toBeNull();
    expect(dueAt(store, later + STILL_HERE_MS)).toEqual([]);
  });
});

it("asks again, by the same job, for one that nobody came for, and no more once its job has come", async () => {
  await withStore((store) => {
    store.deliver(request(), nowMs);
    // the object may end here, before the queue has it
    const [first] = store.pushes.takeDue(nowMs, false);
    expect(dueAt(store, nowMs + CONFIRM_WITHIN_MS - 1)).toEqual([]);
    expect(store.pushes.takeDue(nowMs + CONFIRM_WITHIN_MS, false)).toEqual([first]);
    expect(store.pushes.take(1, later, false)).not.toBeNull();
    expect(store.pushes.nextAt()).toBeNull();
    // a try that comes again while they are here is the same job later on
    expect(store.pushes.take(1, later, true)).toBeNull();
    expect(store.pushes.takeDue(later + STILL_HERE_MS, false)).toEqual([first]);
    store.deliver(request(), nowMs);
    expect(store.pushes.takeDue(later, false)[0]?.jobId).not.toBe(first?.jobId);
  });
});

it("shows nothing of a conversation that was read, though its messages are not wanted in the list", async () => {
  await withStore((store) => {
    wantMessagesPushedAlone(store);
    const roomId = newId();
    store.deliver(message(roomId), nowMs);
    expect(dueAt(store, later)).toEqual([1]);
    store.pushRoom(readUpTo(roomId, 9), nowMs);
    expect(store.pushes.take(1, later, false)).toBeNull();
    expect(store.pushes.take(1, later, true)).toBeNull();
    expect(store.pushes.nextAt()).toBeNull();
  });
});

it("gives a job to what was owed before jobs were kept", async () => {
  await runInDurableObject(inboxOf(newId()), (_, { storage }) => {
    new UserInboxStore(storage);
    storage.sql.exec("alter table push_owed drop column job_id");
    for (const tag of ["a", "b"])
      storage.sql.exec("insert into push_owed (tag, notification_id, due_at) values (?, 1, 1)", tag);
    storage.transactionSync(() => storage.sql.exec(userInboxMigrations.at(-1)?.sql ?? ""));
    const jobs = storage.sql.exec<{ jobId: string }>("select job_id jobId from push_owed").toArray();
    expect(new Set(jobs.map(({ jobId }) => idSchema.parse(jobId))).size).toBe(2);
  });
});

it("waits until it is told, and lets go of what is a day old", async () => {
  await withStore((store) => {
    store.deliver(request(), nowMs);
    dueAt(store, later);
    store.pushes.defer(1, nowMs + 8 * 3_600_000);
    expect(dueAt(store, nowMs + 8 * 3_600_000 - 1)).toEqual([]);
    expect(dueAt(store, nowMs + 8 * 3_600_000)).toEqual([1]);
    store.pushes.defer(1, nowMs + 25 * 3_600_000);
    expect(dueAt(store, nowMs + 25 * 3_600_000)).toEqual([]);
    expect(store.pushes.nextAt()).toBeNull();
  });
});

it("shows nothing that is a day old, however late its job comes", async () => {
  await withStore((store) => {
    store.deliver(request(), nowMs);
    store.pushes.takeDue(nowMs, false);
    expect(store.pushes.take(1, nowMs + 24 * 3_600_000, false)).not.toBeNull();
    expect(store.pushes.take(1, nowMs + 24 * 3_600_000 + 1, false)).toBeNull();
  });
});

it("hands what is due to the queue at once, and not while a stream of the person is open", async () => {
  const [away, here] = [newId(), newId()];
  for (const userId of [away, here]) await inboxOf(userId).setPushed(true);
  const { webSocket } = await inboxOf(here).fetch("https://inbox/", { headers: { Upgrade: "websocket" } });
  webSocket?.accept();
  await inboxOf(here).deliver(request());
  await inboxOf(away).deliver(request());
  await eventually(() =>
    expect(askedFor(away)).toEqual([{ kind: "push.notification", userId: away, notificationId: 1 }]),
  );
  expect(askedFor(here)).toEqual([]);
  expect(await inboxOf(here).takePush(1)).toBeNull();
  expect(await inboxOf(away).takePush(1)).toMatchObject({ title: "Lin asks for your help" });
  await inboxOf(away).markRead({ upTo: 1 });
  expect(await inboxOf(away).takePush(1)).toBeNull();
});

it("asks again for what the queue did not take", async () => {
  const userId = newId();
  let refused = 0;
  env.PUSH_QUEUE.send = (async ({ job }: QueueMessage) => {
    if ("userId" in job && job.userId === userId) refused += 1;
    throw new Error("not now");
  }) as never;
  await inboxOf(userId).setPushed(true);
  await inboxOf(userId).deliver(request());
  await eventually(() => expect(refused).toBeGreaterThan(0));
  await runInDurableObject(inboxOf(userId), (_, { storage }) => {
    expect(new UserInboxStore(storage).pushes.nextAt()).toBeGreaterThan(Date.now());
  });
});
