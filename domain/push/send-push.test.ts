import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { auditEvents, outbox, pushSubscriptions } from "#db/tables/index.ts";
import { actorOf } from "#testing/actor.ts";
import { testContext, testJobContext } from "#testing/context.ts";
import { makeMentee, makeSession } from "#testing/factories.ts";
import { makeBrowser } from "#testing/push-browser.ts";
import type { JobContext, PushMessage, PushOutcome } from "../context.ts";
import { newId } from "../ids.ts";
import type { InboxEvent } from "../notifications/schema.ts";
import { savePreferences } from "../preferences/save-preferences.ts";
import { defaultPreferences, type Preferences } from "../preferences/schema.ts";
import { sendPush } from "./send-push.ts";
import { subscribeDevice } from "./subscribe-device.ts";

const { db } = testContext();
const roomId = newId();
const event: InboxEvent = {
  id: 7,
  kind: "message.new",
  title: "Lin wrote to you",
  preview: "Shall we\nweld?",
  href: `/conversations/${roomId}#m9`,
  at: "2026-11-24T10:00:00.000Z",
  readAt: null,
};

/** Somebody with so many browsers, who wants what they want. */
async function personWith(browsers: number, changes: Partial<Preferences> = {}) {
  const person = await makeMentee(db, { timeZone: "Asia/Tokyo" });
  const ids: string[] = [];
  for (let n = 0; n < browsers; n += 1) {
    const { id: sessionId } = await makeSession(db, person.id);
    const ctx = testContext({ actor: actorOf(person, { sessionId }) });
    ids.push((await subscribeDevice(ctx, (await makeBrowser()).subscription)).id);
    if (n === 0) await savePreferences(ctx, { ...defaultPreferences, ...changes });
  }
  return { userId: person.id, ids };
}

/** A job whose inbox gives this event, and whose push services answer so, in turn. */
function jobWith(given: InboxEvent | null, answers: PushOutcome[] = [], overrides: Partial<JobContext> = {}) {
  const sent: PushMessage[] = [];
  const pusher: JobContext["pusher"] = {
    async send(message) {
      sent.push(message);
      return answers.shift() ?? { kind: "taken" };
    },
  };
  const made = testJobContext({ pusher, ...overrides });
  made.inboxWriter.takePush = async () => given;
  return { ctx: made, sent };
}

const owedBy = ({ requestId }: JobContext) =>
  db
    .select({ kind: outbox.kind, payload: outbox.payload })
    .from(outbox)
    .where(eq(outbox.requestId, requestId));
const rowsOf = (userId: string) =>
  db.select().from(pushSubscriptions).where(eq(pushSubscriptions.userId, userId));

it("sends title, first words and the way there to each browser, and nothing more of it", async () => {
  const { userId } = await personWith(2);
  const { ctx, sent } = jobWith(event);
  await sendPush(ctx, { userId, notificationId: 7 });
  expect(sent).toHaveLength(2);
  const tag = roomId.replaceAll("-", "");
  expect(sent[0]).toMatchObject({ topic: tag, urgency: "high", ttlSeconds: 86_400 });
  expect(JSON.parse(sent[0]?.payload ?? "")).toEqual({
    title: "Lin wrote to you",
    body: "Shall we weld?",
    href: `/conversations/${roomId}#m9`,
    tag,
  });
  const rows = await rowsOf(userId);
  expect(rows.every(({ lastSuccessAt }) => lastSuccessAt !== null)).toBe(true);
});

it("fits the longest words in any script into what a push service takes", async () => {
  const { userId } = await personWith(1);
  const { ctx, sent } = jobWith({ ...event, title: "漢".repeat(500), preview: "👩🏽‍🔬".repeat(70) });
  await sendPush(ctx, { userId, notificationId: 7 });
  expect(new TextEncoder().encode(sent[0]?.payload).length).toBeLessThan(3_993);
});

it("is about itself where it is about no conversation, and less urgent where nobody waits", async () => {
  const { userId } = await personWith(1);
  const { ctx, sent } = jobWith({ ...event, kind: "request.lapsed", preview: null, href: "/requests/1" });
  await sendPush(ctx, { userId, notificationId: 7 });
  expect(sent).toMatchObject([{ topic: "n7", urgency: "normal" }]);
  expect(JSON.parse(sent[0]?.payload ?? "")).not.toHaveProperty("body");
});

it("sends nothing that was read, to who is here, or to who wants no pushes of this kind", async () => {
  const { userId } = await personWith(1);
  const read = jobWith(null);
  await sendPush(read.ctx, { userId, notificationId: 7 });
  const { choices } = defaultPreferences;
  const unwilling = await personWith(1, {
    choices: { ...choices, messages: { ...choices.messages, push: false } },
  });
  const unwanted = jobWith(event);
  await sendPush(unwanted.ctx, { userId: unwilling.userId, notificationId: 7 });
  expect([...read.sent, ...unwanted.sent]).toEqual([]);
});

it("waits for the end of quiet hours where the person lives", async () => {
  // 23:00 to 7:00 in Tokyo; it is half past midnight there
  const { userId } = await personWith(1, { quiet: { from: 1380, until: 420 } });
  const { ctx, sent } = jobWith(event, [], { now: () => new Date("2026-11-24T15:30:00Z") });
  await sendPush(ctx, { userId, notificationId: 7 });
  expect(sent).toEqual([]);
  const untilMs = Date.parse("2026-11-24T22:00:00Z");
  expect(ctx.effects.pushesDeferred).toEqual([{ userId, notificationId: 7, untilMs }]);
});

it("tells the inbox to ask no more where no browser is left", async () => {
  const { userId } = await personWith(0);
  const { ctx } = jobWith(event);
  await sendPush(ctx, { userId, notificationId: 7 });
  expect(ctx.effects.pushed).toEqual([{ userId, isPushed: false }]);
});

it("takes what it can't send without keys, so that the inbox does not ask again", async () => {
  const { userId } = await personWith(1);
  const { ctx } = jobWith(event, [], { pusher: null });
  const taken: number[] = [];
  ctx.inboxWriter.takePush = async (_, notificationId) => {
    taken.push(notificationId);
    return event;
  };
  await sendPush(ctx, { userId, notificationId: 7 });
  expect(taken).toEqual([7]);
  expect((await rowsOf(userId))[0]?.lastSuccessAt).toBeNull();
});

it("comes again for the browser whose service was busy, and for that one alone", async () => {
  const { userId } = await personWith(3);
  const busy = { kind: "later", status: 429, retryAfterSeconds: 120 } as const;
  const { ctx, sent } = jobWith(event, [
    { kind: "taken" },
    busy,
    { ...busy, status: 503, retryAfterSeconds: null },
  ]);
  await expect(sendPush(ctx, { userId, notificationId: 7 })).rejects.toMatchObject({
    code: "unavailable",
    message: "push service answered 429, 503",
    retryAfterSeconds: 120,
  });
  await sendPush(ctx, { userId, notificationId: 7 });
  await sendPush(ctx, { userId, notificationId: 7 });
  expect(sent).toHaveLength(5);
  const endpoints = sent.map(({ to }) => to.endpoint);
  expect(new Set(endpoints.slice(3))).toEqual(new Set(endpoints.slice(1, 3)));
  // another job is another push
  const next = jobWith(event);
  await sendPush(next.ctx, { userId, notificationId: 8 });
  expect(next.sent).toHaveLength(3);
});

it("remembers the last twenty jobs of a browser and no more", async () => {
  const { userId } = await personWith(1);
  let last = "";
  for (let n = 0; n < 22; n += 1) {
    const { ctx } = jobWith(event);
    await sendPush(ctx, { userId, notificationId: 7 });
    last = ctx.jobId;
  }
  const [row] = await rowsOf(userId);
  expect(row?.sentJobs).toHaveLength(20);
  expect(row?.sentJobs[0]).toBe(last);
});

it("removes a browser that is gone, with a trail, and goes on with the others", async () => {
  const { userId, ids } = await personWith(2);
  const { ctx, sent } = jobWith(event, [{ kind: "gone" }]);
  await sendPush(ctx, { userId, notificationId: 7 });
  const left = await rowsOf(userId);
  expect(left).toHaveLength(1);
  expect(left[0]?.endpoint).toBe(sent[1]?.to.endpoint);
  const gone = ids.find((id) => id !== left[0]?.id) ?? "";
  const trail = await db.select().from(auditEvents).where(eq(auditEvents.targetId, gone));
  expect(trail.map(({ action }) => action)).toContain("device.expired");
});

it("logs a refusal with nothing by which the person or the words could be known, and does not try again", async () => {
  const { userId, ids } = await personWith(1);
  const { ctx, sent } = jobWith(event, [{ kind: "refused", status: 403 }]);
  await sendPush(ctx, { userId, notificationId: 7 });
  expect(ctx.logs).toMatchObject([
    {
      level: "warn",
      message: "push service refused",
      fields: { "labels.device_id": ids[0], "labels.status": 403 },
    },
  ]);
  const logged = JSON.stringify(ctx.logs);
  for (const secret of [sent[0]?.to.endpoint, sent[0]?.to.keys.auth, "Lin wrote", "weld", userId]) {
    expect(logged).not.toContain(secret);
  }
});

it("tells the inbox of a browser that is gone", async () => {
  const { userId } = await personWith(1);
  const { ctx } = jobWith(event, [{ kind: "gone" }]);
  await sendPush(ctx, { userId, notificationId: 7 });
  expect(await owedBy(ctx)).toEqual([
    { kind: "live.apply-devices", payload: expect.objectContaining({ userId }) },
  ]);
});

it("is the product's alone", async () => {
  const person = await makeMentee(db);
  const ctx = testJobContext({ actor: actorOf(person) });
  const attempt = sendPush(ctx, { userId: person.id, notificationId: 1 });
  await expect(attempt).rejects.toMatchObject({ code: "not_allowed" });
  await ctx.settled();
});
