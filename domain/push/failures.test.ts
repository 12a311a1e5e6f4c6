import { and, eq } from "drizzle-orm";
import { v7 } from "uuid";
import { expect, it } from "vitest";
import { auditEvents, outbox, pushSubscriptions } from "#db/tables/index.ts";
import { actorOf } from "#testing/actor.ts";
import { testContext, testJobContext } from "#testing/context.ts";
import { makeMentee, makeSession } from "#testing/factories.ts";
import { makeBrowser } from "#testing/push-browser.ts";
import type { JobContext, PushOutcome } from "../context.ts";
import type { InboxEvent } from "../notifications/schema.ts";
import { PassingFailure } from "../outbox/passing-failure.ts";
import { loadPreferencesPage } from "../preferences/load-preferences-page.ts";
import { sendPush } from "./send-push.ts";
import { subscribeDevice } from "./subscribe-device.ts";

const { db } = testContext();
const event: InboxEvent = {
  ...{
    id: 7,
    kind: "request.received",
    title: "Lin asks for your help.",
    preview: null,
    href: "/requests/1",
  },
  ...{ at: "2026-11-24T10:00:00.000Z", readAt: null },
};
const taken: PushOutcome = { kind: "taken" };
const busy: PushOutcome = { kind: "later", status: 503, retryAfterSeconds: null };
const silent: PushOutcome = { kind: "later", status: null, retryAfterSeconds: null };
const refused = (status: number | null): PushOutcome => ({ kind: "refused", status });
const HOURS = 60 * 60 * 1_000;
const DAYS = 24 * HOURS;
const start = Date.now();

/** Somebody with a browser for each of these; what they answer, by address, is the test's to change. */
async function personWith(...answers: PushOutcome[]) {
  const person = await makeMentee(db);
  const by = new Map<string, PushOutcome>();
  const [readers, endpoints]: [ReturnType<typeof testContext>[], string[]] = [[], []];
  for (const answer of answers) {
    const { id: sessionId } = await makeSession(db, person.id, { expiresAt: new Date(start + 365 * DAYS) });
    const ctx = testContext({ actor: actorOf(person, { sessionId }) });
    const { subscription } = await makeBrowser();
    await subscribeDevice(ctx, subscription);
    by.set(subscription.endpoint, answer);
    readers.push(ctx);
    endpoints.push(subscription.endpoint);
  }
  return { userId: person.id, by, endpoints, readers };
}
type Someone = Awaited<ReturnType<typeof personWith>>;

/** A push made so long after the start, and how often each browser is tried: one that is put off comes nine times. */
async function push({ userId, by, endpoints }: Someone, afterMs: number) {
  const tried: string[] = [];
  const pusher: JobContext["pusher"] = {
    async send({ to }) {
      tried.push(to.endpoint);
      return by.get(to.endpoint) ?? taken;
    },
  };
  let now = start + afterMs;
  const ctx = testJobContext({ jobId: v7({ msecs: now }), pusher, now: () => new Date(now) });
  ctx.inboxWriter.takePush = async () => event;
  for (let n = 0; n < 9; n += 1) {
    const failure = await sendPush(ctx, { userId, notificationId: 7 }).catch((error: unknown) => error);
    if (!failure) break;
    expect(failure).toBeInstanceOf(PassingFailure);
    now += ((failure as PassingFailure).retryAfterSeconds ?? 0) * 1_000;
  }
  return { ctx, tries: endpoints.map((endpoint) => tried.filter((one) => one === endpoint).length) };
}

const rowsOf = ({ userId }: Someone) =>
  db.select().from(pushSubscriptions).where(eq(pushSubscriptions.userId, userId));

it.each([
  ["is busy for ever", busy],
  ["never answers", silent],
  ["refuses, as a made-up address does", refused(400)],
  ["wants other keys", refused(403)],
  ["may not be called any more", refused(null)],
])("gives up a browser whose service %s, after a failed push on each of seven days", async (_, answer) => {
  const someone = await personWith(answer);
  const [{ id } = { id: "" }] = await rowsOf(someone);
  for (let day = 0; day < 6; day += 1) {
    await push(someone, day * DAYS);
    expect(await rowsOf(someone)).toMatchObject([{ failures: day + 1 }]);
  }
  const { ctx } = await push(someone, 6 * DAYS);
  expect(await rowsOf(someone)).toEqual([]);
  const trail = await db
    .select()
    .from(auditEvents)
    .where(and(eq(auditEvents.targetId, id), eq(auditEvents.action, "device.given-up")));
  expect(trail).toMatchObject([
    { actorKind: "system", before: { failures: 6, lastSuccessAt: null }, after: { id } },
  ]);
  const owed = await db.select().from(outbox).where(eq(outbox.requestId, ctx.requestId));
  expect(owed).toMatchObject([{ kind: "live.apply-devices", payload: { userId: someone.userId } }]);
});

it("tries a browser nine times a push for an hour, then once, until its service takes one again", async () => {
  const someone = await personWith(busy);
  expect((await push(someone, 0)).tries).toEqual([9]);
  expect((await push(someone, 0.9 * HOURS)).tries).toEqual([9]);
  expect((await push(someone, HOURS)).tries).toEqual([1]);
  expect((await push(someone, 2 * DAYS)).tries).toEqual([1]);
  expect((await push(someone, 2 * DAYS)).tries).toEqual([1]);
  someone.by.clear();
  expect((await push(someone, 2 * DAYS)).tries).toEqual([1]);
  expect(await rowsOf(someone)).toMatchObject([{ failures: 0, failedAt: null }]);
  someone.by.set(someone.endpoints[0] ?? "", busy);
  expect((await push(someone, 2 * DAYS)).tries).toEqual([9]);
});

it.each([900, 3_600])(
  "tries nine times what was well before, though its service asks for %i seconds each time",
  async (retryAfterSeconds) => {
    const someone = await personWith({ kind: "later", status: 503, retryAfterSeconds });
    expect((await push(someone, 0)).tries).toEqual([9]);
    expect((await push(someone, 0.9 * HOURS)).tries).toEqual([9]);
    expect((await push(someone, HOURS)).tries).toEqual([1]);
    expect(await rowsOf(someone)).toMatchObject([{ failures: 1 }]);
  },
);

it("does not ask again for one that fails, or refuses, when the job comes for another", async () => {
  const someone = await personWith(silent, refused(413), taken);
  await push(someone, 0);
  someone.by.set(someone.endpoints[2] ?? "", busy);
  expect((await push(someone, 2 * HOURS)).tries).toEqual([1, 1, 9]);
});

it("keeps everybody's browsers through a service's bad days, however much is sent on them", async () => {
  const someone = await personWith(busy);
  for (let hour = 0; hour < 5 * 24; hour += 3) await push(someone, hour * HOURS);
  expect(await rowsOf(someone)).toMatchObject([{ failures: 5 }]);
  someone.by.clear();
  await push(someone, 5 * DAYS);
  someone.by.set(someone.endpoints[0] ?? "", busy);
  // many on one day, and one a long time after, are two days
  for (let n = 0; n < 20; n += 1) await push(someone, 6 * DAYS);
  await push(someone, 90 * DAYS);
  expect(await rowsOf(someone)).toMatchObject([{ failures: 2 }]);
});

it("counts once what fails at the same time, and nothing against a browser that has taken another meanwhile", async () => {
  const someone = await personWith(refused(401));
  await Promise.all([push(someone, 0), push(someone, 0), push(someone, 0)]);
  expect(await rowsOf(someone)).toMatchObject([{ failures: 1 }]);
  await db.update(pushSubscriptions).set({ failures: 6 }).where(eq(pushSubscriptions.userId, someone.userId));
  const late = testJobContext({
    now: () => new Date(start + 2 * DAYS),
    pusher: {
      async send() {
        await push({ ...someone, by: new Map() }, 2 * DAYS);
        return refused(401);
      },
    },
  });
  late.inboxWriter.takePush = async () => event;
  await sendPush(late, { userId: someone.userId, notificationId: 7 });
  expect(await rowsOf(someone)).toMatchObject([{ failures: 0 }]);
});

it("says on the person's page which browsers are failing", async () => {
  const someone = await personWith(busy, taken);
  const [reader] = someone.readers;
  const failing = async (afterMs: number) => {
    const page = await loadPreferencesPage(
      testContext({ actor: reader?.actor, now: () => new Date(start + afterMs) }),
    );
    return page.push?.devices.map(({ isThis, failing }) => [isThis, failing]);
  };
  await push(someone, 0);
  expect(await failing(0)).toEqual([
    [false, false],
    [true, false],
  ]);
  expect(await failing(HOURS)).toEqual([
    [false, false],
    [true, true],
  ]);
});
