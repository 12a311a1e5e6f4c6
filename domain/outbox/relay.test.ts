import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { deadLetters, outbox } from "#db/tables/index.ts";
import { newId } from "#domain/ids.ts";
import { actorOf } from "#testing/actor.ts";
import { testContext, testJobContext } from "#testing/context.ts";
import { makeDeadLetter, makeOutboxRow, makeUser } from "#testing/factories.ts";
import { completeJob } from "./complete-job.ts";
import { loadDoneJobs } from "./load-done-jobs.ts";
import { postponeJob } from "./postpone-job.ts";
import { recordDeadLetter } from "./record-dead-letter.ts";
import { relay } from "./relay.ts";
import { SWEEP_AFTER_MS, sweep } from "./sweep.ts";

const db = () => testContext().db;
const rowOf = async (id: string) => (await db().select().from(outbox).where(eq(outbox.id, id)))[0]!;
const lettersOf = (id: string) => db().select().from(deadLetters).where(eq(deadLetters.outboxId, id));
const embed = () => ({ kind: "search.embed-profile", userId: newId() });

describe("relay", () => {
  it("sends what a request owes, once", async () => {
    const requestId = newId();
    const row = await makeOutboxRow(db(), { requestId, payload: embed() });
    const ctx = testJobContext();
    expect(await relay(ctx, { requestId })).toBe(1);
    expect(ctx.effects.queued).toEqual([{ id: row.id, requestId, job: row.payload }]);
    expect(await rowOf(row.id)).toMatchObject({ sends: 1, doneAt: null, sentAt: expect.any(Date) });
    expect(await relay(testJobContext(), { requestId })).toBe(0);
  });

  it("sends a long queue in batches that a queue can take", async () => {
    const requestId = newId();
    const rows = Array.from({ length: 150 }, () => ({ ...embedRow(), requestId }));
    await db().insert(outbox).values(rows);
    const sizes: number[] = [];
    const send = async (jobs: unknown[]) => void sizes.push(jobs.length);
    expect(await relay(testJobContext({ queues: { send } }), { requestId })).toBe(150);
    expect(sizes).toEqual([100, 50]);
  });

  it("sends what is due and leaves what is not", async () => {
    // Long ago, so that nothing of other tests is due.
    const then = new Date("1999-01-01T00:00:00Z");
    const due = await makeOutboxRow(db(), { availableAt: then });
    const later = await makeOutboxRow(db(), { availableAt: new Date(then.getTime() + 1) });
    await relay(testJobContext({ now: () => then }));
    expect((await rowOf(due.id)).sends).toBe(1);
    expect((await rowOf(later.id)).sends).toBe(0);
    await db().update(outbox).set({ doneAt: then }).where(eq(outbox.id, later.id));
  });

  it("frees what a queue refuses for a later try, and still sends to the other queues", async () => {
    const requestId = newId();
    const refused = await makeOutboxRow(db(), { requestId, payload: embed() });
    const payload = { kind: "graph.project-person", userId: newId() };
    const taken = await makeOutboxRow(db(), { requestId, kind: payload.kind, payload });
    const ctx = testJobContext({
      queues: {
        async send([first]) {
          if (first!.job.kind.startsWith("search")) throw new Error("queue is down");
        },
      },
    });
    expect(await relay(ctx, { requestId })).toBe(1);
    expect((await rowOf(taken.id)).sentAt).not.toBeNull();
    const row = await rowOf(refused.id);
    expect(row).toMatchObject({ sentAt: null, sends: 1 });
    expect(row.availableAt.getTime()).toBeGreaterThan(Date.now());
    expect(ctx.logs).toMatchObject([{ level: "warn", message: "queue refused" }]);
  });

  it("puts a row that is no job to the dead letters and lets it rest", async () => {
    const requestId = newId();
    const row = await makeOutboxRow(db(), { requestId, kind: "old.kind", payload: { kind: "old.kind" } });
    const ctx = testJobContext();
    expect(await relay(ctx, { requestId })).toBe(0);
    expect(await lettersOf(row.id)).toMatchObject([
      { queue: "outbox", reason: expect.stringMatching(/^not a job/) },
    ]);
    expect((await rowOf(row.id)).doneAt).not.toBeNull();
  });

  it("is the product's alone", async () => {
    const ctx = testJobContext({ actor: actorOf(await makeUser(db())) });
    for (const verb of [relay, sweep, completeJob] as const) {
      await expect(verb(ctx)).rejects.toMatchObject({ code: "not_allowed" });
    }
    await ctx.settled();
  });
});

const embedRow = () => ({ id: newId(), kind: "search.embed-profile", payload: embed() });

describe("sweep", () => {
  it("sends again what was sent and is not done, and leaves the rest", async () => {
    const now = Date.now();
    const longAgo = new Date(now - SWEEP_AFTER_MS - 1_000);
    const lost = await makeOutboxRow(db(), { sentAt: longAgo, sends: 1 });
    const done = await makeOutboxRow(db(), { sentAt: longAgo, doneAt: new Date(), sends: 1 });
    const fresh = await makeOutboxRow(db(), { sentAt: new Date(now), sends: 1 });
    const ctx = testJobContext();
    expect(await sweep(ctx)).toBeGreaterThanOrEqual(1);
    expect(ctx.effects.queued.map((job) => job.id)).toContain(lost.id);
    expect((await rowOf(lost.id)).sends).toBe(2);
    expect((await rowOf(done.id)).sends).toBe(1);
    expect((await rowOf(fresh.id)).sends).toBe(1);
    expect((await rowOf(lost.id)).sentAt!.getTime()).toBeGreaterThan(longAgo.getTime());
  });
});

describe("a job's row", () => {
  it("is done once it is completed", async () => {
    const { id } = await makeOutboxRow(db(), { sentAt: new Date() });
    const open = await makeOutboxRow(db());
    await completeJob(testJobContext({ jobId: id }));
    expect(await loadDoneJobs(testJobContext(), [id, open.id, newId()])).toEqual(new Set([id]));
    expect(await loadDoneJobs(testJobContext(), [])).toEqual(new Set());
  });

  it("is left alone by the sweep until its next try", async () => {
    const { id } = await makeOutboxRow(db(), { sentAt: new Date(0) });
    await postponeJob(testJobContext({ jobId: id }), { delaySeconds: 60 });
    expect((await rowOf(id)).sentAt!.getTime()).toBeGreaterThan(Date.now() + 50_000);
  });
});

describe("recordDeadLetter", () => {
  const letter = (jobId: string | null, body: unknown = {}) => ({
    jobId,
    queue: "atas-mail",
    body,
    reason: "x",
  });

  it("settles the row and is not recorded twice", async () => {
    const { id } = await makeOutboxRow(db(), { sentAt: new Date() });
    await recordDeadLetter(testJobContext(), letter(id));
    await recordDeadLetter(testJobContext(), letter(id));
    expect(await lettersOf(id)).toHaveLength(1);
    expect((await rowOf(id)).doneAt).not.toBeNull();
  });

  it("records nothing of a job that another copy has done", async () => {
    const { id } = await makeOutboxRow(db(), { doneAt: new Date() });
    await recordDeadLetter(testJobContext(), letter(id));
    expect(await lettersOf(id)).toEqual([]);
  });

  it("records again what failed again after a replay, and jobs that have no row", async () => {
    const id = newId();
    await makeDeadLetter(db(), { outboxId: id, replayedAt: new Date() });
    await recordDeadLetter(testJobContext(), letter(id));
    await recordDeadLetter(testJobContext(), letter(id));
    expect(await lettersOf(id)).toHaveLength(2);
  });

  it("keeps rubbish that a database would not take as it is", async () => {
    const mark = newId();
    for (const body of [{ mark, text: "a\0b \ud83d" }, undefined]) {
      await recordDeadLetter(testJobContext(), { ...letter(null), body, reason: mark });
    }
    const rows = await db().select().from(deadLetters).where(eq(deadLetters.reason, mark));
    expect(rows.map((row) => row.body)).toEqual(
      expect.arrayContaining([{ mark, text: "a\ufffdb \ufffd" }, null]),
    );
  });
});
