import {
  createExecutionContext,
  createMessageBatch,
  getQueueResult,
  waitOnExecutionContext,
} from "cloudflare:test";
import { env } from "cloudflare:workers";
import { eq } from "drizzle-orm";
import { afterEach, describe, expect, it, vi } from "vitest";
import { deadLetters, emailLog, mentorships, outbox } from "#db/tables/index.ts";
import { newId } from "#domain/ids.ts";
import type { Job } from "#domain/outbox/jobs.ts";
import { savePreferences } from "#domain/preferences/save-preferences.ts";
import { defaultPreferences } from "#domain/preferences/schema.ts";
import { actorOf } from "#testing/actor.ts";
import { testContext } from "#testing/context.ts";
import { makeMentee, makeMentor, makeMentorship, makeOutboxRow, makeRoom } from "#testing/factories.ts";
import { retryDelaySeconds } from "./consume.ts";
import { consumeQueue } from "./consume-queue.ts";

const db = () => testContext().db;
const rowOf = async (id: string) => (await db().select().from(outbox).where(eq(outbox.id, id)))[0]!;
const lettersOf = (id: string) => db().select().from(deadLetters).where(eq(deadLetters.outboxId, id));

/** A job that a change owes and the relay has sent. */
async function owed(job: Job, overrides: object = {}) {
  const row = await makeOutboxRow(db(), { kind: job.kind, payload: job, sentAt: new Date(), ...overrides });
  mine.add(row.id);
  return { id: row.id, requestId: row.requestId, job };
}

/** Jobs of this file: those of others may still be at work in the same isolate. */
const mine = new Set<unknown>();

/** Runs the Worker's queue handler over these bodies and says what became of each. */
async function deliver(queue: string, bodies: unknown[], attempts = 1) {
  const messages = bodies.map((body) => ({ id: newId(), timestamp: new Date(), attempts, body }));
  const batch = createMessageBatch(queue, messages);
  const execution = createExecutionContext();
  await consumeQueue(batch, env, execution);
  await waitOnExecutionContext(execution);
  const result = await getQueueResult(batch, execution);
  return {
    acked: result.explicitAcks.map((id) => bodies[messages.findIndex((message) => message.id === id)]),
    retried: result.retryMessages.map(({ msgId }) => bodies[messages.findIndex((m) => m.id === msgId)]),
  };
}

/** The mail provider, answering these statuses in turn and 200 after them. */
function mailProvider(...statuses: number[]) {
  const sent: { key: string | null; to: string[] }[] = [];
  const real = globalThis.fetch;
  vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
    const request = new Request(input, init as RequestInit);
    if (!request.url.endsWith("/emails")) return real(input, init);
    if (!mine.has(request.headers.get("idempotency-key"))) return Response.json({ id: newId() });
    const status = statuses.shift() ?? 200;
    const { to } = (await request.json()) as { to: string[] };
    if (status === 200) sent.push({ key: request.headers.get("idempotency-key"), to });
    return Response.json(status === 200 ? { id: newId() } : { name: "error" }, { status });
  });
  return sent;
}

afterEach(() => vi.restoreAllMocks());

/** The log lines of what is under test, which go to standard output as JSON. */
function logLines() {
  const lines: Record<string, unknown>[] = [];
  vi.spyOn(console, "log").mockImplementation((text: string) => {
    const line: Record<string, unknown> = JSON.parse(text);
    const job = line["labels.job_id"];
    if (job === undefined || mine.has(job)) lines.push(line);
  });
  return lines;
}

describe("the consumer of jobs", () => {
  it("does a job, marks it done, acknowledges it, and logs one line with the request's id", async () => {
    const lines = logLines();
    const sent = mailProvider();
    const mentor = await makeMentor(db());
    const request = await makeMentorship(db(), { mentorId: mentor.id });
    const body = await owed({ kind: "mail.request-received", mentorshipId: request.id });
    expect(await deliver("atas-mail", [body])).toEqual({ acked: [body], retried: [] });
    expect(sent).toEqual([{ key: body.id, to: [mentor.email] }]);
    expect((await rowOf(body.id)).doneAt).not.toBeNull();
    const jobLines = lines.filter((line) => line.message === "job");
    expect(jobLines).toMatchObject([
      {
        "http.request.id": body.requestId,
        "event.action": "mail.request-received",
        "event.outcome": "success",
        "labels.job_id": body.id,
      },
    ]);
    expect(JSON.stringify(lines)).not.toContain(mentor.email);
  });

  it("retries after the provider's 500, later each time, and delivers the letter once", async () => {
    const lines = logLines();
    const sent = mailProvider(500, 500);
    const request = await makeMentorship(db());
    const body = await owed({ kind: "mail.request-received", mentorshipId: request.id });
    for (const [attempt, delaySeconds] of [
      [1, 5],
      [4, 40],
    ] as const) {
      const before = Date.now();
      expect(await deliver("atas-mail", [body], attempt)).toEqual({ acked: [], retried: [body] });
      const nextTry = (await rowOf(body.id)).sentAt!.getTime();
      expect(nextTry - before).toBeGreaterThanOrEqual(delaySeconds * 1_000);
    }
    expect((await rowOf(body.id)).doneAt).toBeNull();
    expect((await deliver("atas-mail", [body], 3)).acked).toEqual([body]);
    expect((await deliver("atas-mail", [body], 4)).acked).toEqual([body]);
    expect(sent).toHaveLength(1);
    expect(await db().select().from(emailLog).where(eq(emailLog.id, body.id))).toHaveLength(1);
    expect(lines.filter((line) => line.message === "job failed")).toMatchObject([
      { "error.code": "unavailable", "error.message": "mail provider answered 500" },
      {},
    ]);
  });

  it("acknowledges and retries each job of a batch by itself", async () => {
    logLines();
    mailProvider(500);
    const failing = await owed({
      kind: "mail.request-received",
      mentorshipId: (await makeMentorship(db())).id,
    });
    const nothingToDo = await owed({ kind: "mail.request-received", mentorshipId: newId() });
    const done = await owed(
      { kind: "mail.request-received", mentorshipId: (await makeMentorship(db())).id },
      { doneAt: new Date() },
    );
    const result = await deliver("atas-mail", [failing, nothingToDo, done]);
    expect(result.acked).toEqual(expect.arrayContaining([nothingToDo, done]));
    expect(result.retried).toEqual([failing]);
  });

  it("puts a letter back until its reader's quiet hours end, without counting a try", async () => {
    const lines = logLines();
    const sent = mailProvider();
    const mentor = await makeMentor(db());
    const minute = new Date().getUTCHours() * 60 + new Date().getUTCMinutes();
    const quiet = { from: (minute + 1400) % 1440, until: (minute + 60) % 1440 };
    const mine = testContext({ actor: actorOf(mentor) });
    await savePreferences(mine, { ...defaultPreferences, quiet });
    const request = await makeMentorship(db(), { mentorId: mentor.id });
    const body = await owed({ kind: "mail.request-received", mentorshipId: request.id });
    expect(await deliver("atas-mail", [body])).toEqual({ acked: [body], retried: [] });
    expect(sent).toEqual([]);
    const row = await rowOf(body.id);
    expect(row).toMatchObject({ sentAt: null, doneAt: null });
    expect(row.availableAt.getTime()).toBeGreaterThan(Date.now() + 58 * 60_000);
    expect(lines).toMatchObject([{ "labels.job_outcome": "deferred", "event.outcome": "success" }]);
  });

  it("gives up after nine tries: a dead letter with the reason, and no retry", async () => {
    logLines();
    mailProvider(500);
    const request = await makeMentorship(db());
    const body = await owed({ kind: "mail.request-received", mentorshipId: request.id });
    expect(await deliver("atas-mail", [body], 9)).toEqual({ acked: [body], retried: [] });
    expect(await lettersOf(body.id)).toMatchObject([
      { queue: "atas-mail", body, reason: "mail provider answered 500" },
    ]);
    expect((await rowOf(body.id)).doneAt).not.toBeNull();
  });

  it("puts bodies that are no job to the dead letters and acknowledges them", async () => {
    logLines();
    const mark = newId();
    const bodies = [
      mark,
      { mark },
      { id: newId(), requestId: newId(), job: { kind: "mail.unknown", mark } },
      { id: "1", requestId: newId(), job: { kind: "search.embed-profile", userId: mark } },
    ];
    expect(await deliver("atas-search", bodies)).toEqual({ acked: bodies, retried: [] });
    const letters = await db().select().from(deadLetters).where(eq(deadLetters.queue, "atas-search"));
    const kept = letters.filter((letter) => JSON.stringify(letter.body).includes(mark));
    expect(kept).toHaveLength(4);
    expect(kept[0]!.reason).toBe("The message is no job of ours.");
  });

  it("opens a room, tells a person and moves a line, and sends on what that owes", async () => {
    logLines();
    const mentor = await makeMentor(db(), { capacity: 1 });
    const mentee = await makeMentee(db());
    const room = await makeRoom(db(), [mentor.id, mentee.id]);
    const active = await makeMentorship(db(), {
      mentorId: mentor.id,
      menteeId: mentee.id,
      state: "active",
      roomId: room.id,
    });
    const first = await makeMentorship(db(), {
      mentorId: mentor.id,
      state: "waiting",
      queuedAt: new Date(),
      expiresAt: null,
    });
    const bodies = [
      await owed({ kind: "live.open-room", mentorshipId: active.id }),
      await owed({
        kind: "live.notify",
        userId: mentee.id,
        mentorshipId: active.id,
        event: "request.accepted",
      }),
      await owed({ kind: "live.advance-line", mentorId: mentor.id }),
    ];
    const result = await deliver("atas-live", bodies);
    expect(result.retried).toEqual([]);
    const [moved] = await db().select().from(mentorships).where(eq(mentorships.id, first.id));
    expect(moved!.state).toBe("pending");
    const state = await testContext().inbox.state(mentee.id);
    expect(state.unread).toBe(1);
    const owedNext = await db().select().from(outbox).where(eq(outbox.requestId, bodies[2]!.requestId));
    const next = owedNext.filter((row) => row.id !== bodies[2]!.id);
    expect(next.map((row) => row.kind).toSorted()).toEqual([
      "live.notify",
      "live.notify",
      "mail.place-free",
      "mail.request-received",
    ]);
    expect(next.every((row) => row.sentAt !== null)).toBe(true);
  });

  it("doubles the delay up to ten minutes", () => {
    expect([1, 2, 3, 8, 20].map(retryDelaySeconds)).toEqual([5, 10, 20, 600, 600]);
  });
});

describe("without a database", () => {
  const nowhere = { ...env, DATABASE_URL: "postgres://nobody@127.0.0.1:9/none" };
  const run = async (queue: string, body: unknown, attempts: number) => {
    const batch = createMessageBatch(queue, [{ id: newId(), timestamp: new Date(), attempts, body }]);
    const execution = createExecutionContext();
    await consumeQueue(batch, nowhere, execution);
    return getQueueResult(batch, execution);
  };

  it("keeps every message for later, the rubbish and the last try too", async () => {
    logLines();
    const job: Job = { kind: "mail.request-received", mentorshipId: newId() };
    const body = { id: newId(), requestId: newId(), job };
    for (const [queue, what, attempts] of [
      ["atas-mail", body, 1],
      ["atas-mail", body, 9],
      ["atas-mail", "rubbish", 1],
      ["atas-dead", body, 1],
    ] as const) {
      const result = await run(queue, what, attempts);
      expect(result.explicitAcks).toEqual([]);
      expect(result.retryMessages).toHaveLength(1);
    }
  });
});

describe("the consumer of dead letters", () => {
  it("keeps what a queue gave up on, once, readable or not", async () => {
    logLines();
    const body = await owed({ kind: "search.embed-profile", userId: newId() });
    const mark = newId();
    expect(await deliver("atas-dead", [body, { mark }])).toEqual({ acked: [body, { mark }], retried: [] });
    await deliver("atas-dead", [body]);
    expect(await lettersOf(body.id)).toMatchObject([{ queue: "atas-dead", body }]);
    expect((await rowOf(body.id)).doneAt).not.toBeNull();
  });
});
