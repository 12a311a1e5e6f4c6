import {
  createExecutionContext,
  createMessageBatch,
  getQueueResult,
  waitOnExecutionContext,
} from "cloudflare:test";
import { env } from "cloudflare:workers";
import { eq, sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { deadLetters, pushSubscriptions } from "#db/tables/index.ts";
import { newId } from "#domain/ids.ts";
import type { NewNotification, RoomSummary } from "#domain/notifications/schema.ts";
import type { QueueMessage } from "#domain/outbox/jobs.ts";
import { subscribeDevice } from "#domain/push/subscribe-device.ts";
import { actorOf } from "#testing/actor.ts";
import { testContext } from "#testing/context.ts";
import { eventually } from "#testing/eventually.ts";
import { makeMentee, makeSession } from "#testing/factories.ts";
import { makeBrowser, readVapid } from "#testing/push-browser.ts";
import { pushService } from "#testing/push-service.ts";
import { consumeQueue } from "./consume-queue.ts";

const { db } = testContext();
let asked: QueueMessage[] = [];
const original = env.PUSH_QUEUE.send;
beforeEach(() => {
  asked = [];
  // the queue's own consumer would be faster than the test's
  env.PUSH_QUEUE.send = (async (body: QueueMessage) => void asked.push(body)) as never;
  vi.spyOn(console, "log").mockImplementation(() => {});
});
afterEach(() => {
  env.PUSH_QUEUE.send = original;
  vi.restoreAllMocks();
});

/** Somebody with one browser, whose inbox knows of it. */
async function personWithBrowser() {
  const person = await makeMentee(db);
  const { id: sessionId } = await makeSession(db, person.id);
  const browser = await makeBrowser();
  const ctx = testContext({ actor: actorOf(person, { sessionId }) });
  await subscribeDevice(ctx, browser.subscription);
  await env.USER_INBOX.getByName(person.id).setPushed(true);
  return { userId: person.id, browser };
}

/** Puts a notification into the inbox and waits for the job that its alarm asks for. */
async function askedFor(userId: string, notification: NewNotification): Promise<QueueMessage> {
  const inbox = env.USER_INBOX.getByName(userId);
  // as the room does, which tells what it is about before it says that there is something
  if (notification.kind === "message.new") await inbox.pushRoom(line);
  await inbox.deliver(notification);
  return eventually(() => {
    const body = asked.find(({ job }) => "userId" in job && job.userId === userId);
    if (!body) throw new Error("not asked for yet");
    return body;
  });
}

/** Runs the Worker's queue handler over the job. @returns null when it is done, else the seconds until it comes again */
async function run(body: QueueMessage, attempts = 1): Promise<number | null> {
  const batch = createMessageBatch("atas-push", [{ id: newId(), timestamp: new Date(), attempts, body }]);
  const retried = vi.spyOn(batch.messages[0]!, "retry");
  const execution = createExecutionContext();
  await consumeQueue(batch, env, execution);
  await waitOnExecutionContext(execution);
  const { explicitAcks, retryMessages } = await getQueueResult(batch, execution);
  expect(explicitAcks.length + retryMessages.length).toBe(1);
  return explicitAcks.length > 0 ? null : (retried.mock.calls[0]?.[0]?.delaySeconds ?? 0);
}

const line: RoomSummary = {
  ...{ roomId: "0197a2b1-0000-7000-8000-000000000001", kind: "direct", gone: false, withUserId: newId() },
  ...{
    withName: "Lin",
    lastSeq: 1,
    readSeq: 0,
    unread: 1,
    preview: "Shall we weld?",
    lastAuthorId: null,
    at: null,
  },
};
const message = (): NewNotification => ({
  key: newId(),
  kind: "message.new",
  title: "Lin wrote to you.",
  preview: "Shall we weld?",
  href: "/conversations/0197a2b1-0000-7000-8000-000000000001",
});
const rowsOf = (userId: string) =>
  db.select().from(pushSubscriptions).where(eq(pushSubscriptions.userId, userId));

it("brings a message from the inbox to a browser that alone can read it, once", async () => {
  const { userId, browser } = await personWithBrowser();
  const pushed = pushService([browser]);
  const job = await askedFor(userId, message());
  expect(await run(job)).toBeNull();
  // the queue delivers at least once
  expect(await run(job)).toBeNull();
  expect(pushed).toHaveLength(1);
  const [{ headers, body }] = pushed as [(typeof pushed)[0]];
  expect(JSON.parse(await browser.open(body))).toEqual({
    title: "Lin wrote to you.",
    body: "Shall we weld?",
    href: "/conversations/0197a2b1-0000-7000-8000-000000000001",
    tag: "0197a2b1000070008000000000000001",
  });
  expect(headers.get("topic")).toBe("0197a2b1000070008000000000000001");
  await expect(readVapid(headers.get("authorization"), env.VAPID_PUBLIC_KEY ?? "")).resolves.toBeDefined();
  expect((await rowsOf(userId))[0]?.lastSuccessAt).not.toBeNull();
});

it("comes again when the push service says so, not before, and then brings it", async () => {
  const { userId, browser } = await personWithBrowser();
  const busy = new Response(null, { status: 429, headers: { "retry-after": "90" } });
  const ages = new Response(null, { status: 503, headers: { "retry-after": "999999" } });
  const pushed = pushService([browser], busy, ages, new Response(null, { status: 502 }));
  const job = await askedFor(userId, message());
  expect([await run(job), await run(job, 2), await run(job, 5), await run(job, 6)]).toEqual([
    90,
    3_600,
    80,
    null,
  ]);
  expect(pushed).toHaveLength(4);
  expect(await rowsOf(userId)).toHaveLength(1);
});

it("lets go, without a dead letter, of what a push service never answers", async () => {
  const { userId, browser } = await personWithBrowser();
  const pushed = pushService([browser], new TypeError("no such host"), new TypeError("no such host"));
  const job = await askedFor(userId, message());
  expect(await run(job, 8)).toBe(600);
  expect(await run(job, 9)).toBeNull();
  expect(pushed).toHaveLength(2);
  const letters = await db.select().from(deadLetters).where(sql`${deadLetters.body} ->> 'id' = ${job.id}`);
  expect(letters).toEqual([]);
});

it("tries once a push, with no wait, what has been failing for days", async () => {
  const { userId, browser } = await personWithBrowser();
  await db
    .update(pushSubscriptions)
    .set({ failures: 2, failedAt: new Date() })
    .where(eq(pushSubscriptions.userId, userId));
  const pushed = pushService([browser], new Response(null, { status: 503 }), new TypeError("no such host"));
  const job = await askedFor(userId, message());
  expect([await run(job), await run({ ...job, id: newId() })]).toEqual([null, null]);
  expect(pushed).toHaveLength(2);
});

it("forgets a browser that is gone, and the inbox asks no more", async () => {
  const { userId, browser } = await personWithBrowser();
  const pushed = pushService([browser], new Response(null, { status: 410 }));
  expect(await run(await askedFor(userId, message()))).toBeNull();
  expect(await rowsOf(userId)).toEqual([]);
  const other = { ...message(), kind: "request.received" as const, href: "/requests/1" };
  asked = [];
  expect(await run(await askedFor(userId, other))).toBeNull();
  asked = [];
  await env.USER_INBOX.getByName(userId).deliver({ ...other, key: newId() });
  await env.USER_INBOX.getByName(userId).state();
  expect(asked.filter(({ job }) => "userId" in job && job.userId === userId)).toEqual([]);
  expect(pushed).toHaveLength(1);
});

it("pushes nothing that its person has read before the job ran, or reads now", async () => {
  const { userId, browser } = await personWithBrowser();
  const pushed = pushService([browser]);
  const inbox = env.USER_INBOX.getByName(userId);
  const job = await askedFor(userId, message());
  const { webSocket } = await inbox.fetch("https://inbox/", { headers: { Upgrade: "websocket" } });
  webSocket?.accept();
  expect(await run(job)).toBeNull();
  webSocket?.close();
  await inbox.markRead({ upTo: (await inbox.state()).lastId });
  expect(await run({ ...job, id: newId() })).toBeNull();
  expect(pushed).toEqual([]);
});
