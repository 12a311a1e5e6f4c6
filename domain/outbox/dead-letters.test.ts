import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditEvents, deadLetters, outbox } from "#db/tables/index.ts";
import { newId } from "#domain/ids.ts";
import { actorOf } from "#testing/actor.ts";
import { testContext } from "#testing/context.ts";
import { makeDeadLetter, makeMentor, makeOutboxRow, makeUser } from "#testing/factories.ts";
import { listDeadLetters } from "./list-dead-letters.ts";
import { replayDeadLetter } from "./replay-dead-letter.ts";
import { deadLetterSchema } from "./schema.ts";

const db = () => testContext().db;
const asAdmin = async () =>
  testContext({ actor: actorOf(await makeUser(db(), { roles: ["mentee", "admin"] })) });
const message = () => ({
  id: newId(),
  requestId: newId(),
  job: { kind: "search.embed-profile", userId: newId() },
});

describe("listDeadLetters", () => {
  it("shows an admin what waits first, with its kind where it can be read", async () => {
    const body = message();
    const later = new Date(Date.now() + 3_600_000);
    const readable = await makeDeadLetter(db(), { body, createdAt: later });
    const rubbish = await makeDeadLetter(db(), { body: "rubbish", createdAt: later });
    const replayed = await makeDeadLetter(db(), { createdAt: later, replayedAt: later });
    const ctx = await asAdmin();
    const list = await listDeadLetters(ctx);
    expect(ctx.roundTrips()).toBe(1);
    const shown = (id: string) => list.deadLetters.find((letter) => letter.id === id);
    expect(shown(readable.id)).toMatchObject({ kind: "search.embed-profile", body, replayedAt: null });
    expect(shown(rubbish.id)).toMatchObject({ kind: null, body: "rubbish" });
    expect(list.total).toBeGreaterThanOrEqual(3);
    const last = await listDeadLetters(await asAdmin(), { page: list.pages });
    expect(last.deadLetters.some((letter) => letter.id === replayed.id)).toBe(true);
    for (const letter of list.deadLetters) deadLetterSchema.parse(letter);
  });

  it("refuses others, and pages that can't be", async () => {
    const ctx = testContext({ actor: actorOf(await makeMentor(db())) });
    await expect(listDeadLetters(ctx)).rejects.toMatchObject({ code: "not_allowed" });
    await expect(replayDeadLetter(ctx, { id: newId() })).rejects.toMatchObject({ code: "not_allowed" });
    await ctx.settled();
    await expect(listDeadLetters(await asAdmin(), { page: 0 })).rejects.toMatchObject({
      code: "invalid_input",
    });
  });
});

describe("replayDeadLetter", () => {
  it("puts the job back under its old id, audited, once", async () => {
    const body = message();
    await makeOutboxRow(db(), { id: body.id, sentAt: new Date(), doneAt: new Date(), sends: 9 });
    const letter = await makeDeadLetter(db(), { outboxId: body.id, body });
    const ctx = await asAdmin();
    expect(await replayDeadLetter(ctx, { id: letter.id })).toEqual({ id: letter.id, jobId: body.id });
    expect(ctx.relayOwed()).toBe(true);
    const [row] = await db().select().from(outbox).where(eq(outbox.id, body.id));
    expect(row).toMatchObject({ sentAt: null, doneAt: null, sends: 0 });
    const [event] = await db().select().from(auditEvents).where(eq(auditEvents.targetId, letter.id));
    expect(event).toMatchObject({ action: "dead-letter.replayed" });
    await expect(replayDeadLetter(await asAdmin(), { id: letter.id })).rejects.toMatchObject({
      code: "conflict",
    });
  });

  it("gives a row to a job that had none, such as a room's", async () => {
    const body = message();
    const letter = await makeDeadLetter(db(), { outboxId: body.id, body });
    await replayDeadLetter(await asAdmin(), { id: letter.id });
    const [row] = await db().select().from(outbox).where(eq(outbox.id, body.id));
    expect(row).toMatchObject({ kind: body.job.kind, payload: body.job, sentAt: null });
  });

  it("says so when there is nothing that could be replayed", async () => {
    const rubbish = await makeDeadLetter(db(), { body: { what: "?" } });
    const ctx = await asAdmin();
    await expect(replayDeadLetter(ctx, { id: rubbish.id })).rejects.toMatchObject({
      code: "conflict",
      publicMessage: expect.stringContaining("can't be read"),
    });
    for (const id of [newId(), "no id"]) {
      await expect(replayDeadLetter(ctx, { id })).rejects.toMatchObject({ code: "not_found" });
    }
    const [row] = await db().select().from(deadLetters).where(eq(deadLetters.id, rubbish.id));
    expect(row!.replayedAt).toBeNull();
  });
});
