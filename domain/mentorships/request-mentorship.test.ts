import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditEvents, mentorships, outbox, profiles } from "#db/tables/index.ts";
import { newId } from "#domain/ids.ts";
import { actorOf } from "#testing/actor.ts";
import { testContext } from "#testing/context.ts";
import { makeConnection, makeMentee, makeMentor, makeMentorship, type Person } from "#testing/factories.ts";
import { meanwhile } from "#testing/meanwhile.ts";
import { requestMentorship } from "./request-mentorship.ts";
import { MAX_REQUEST_LENGTH } from "./schema.ts";

const db = () => testContext().db;
const as = (person: Person) => testContext({ actor: actorOf(person) });
const ask = (mentorId: string, overrides: object = {}) => ({
  id: newId(),
  mentorId,
  goal: "I say yes to the keynote.",
  message: "My throat closes in front of a full room.",
  ...overrides,
});
const jobsOf = async (requestId: string) =>
  (
    await db()
      .select({ payload: outbox.payload })
      .from(outbox)
      .where(eq(outbox.requestId, requestId))
      .orderBy(outbox.id)
  ).map((row) => row.payload);

describe("requestMentorship", () => {
  it("asks a mentor with a free place: pending for a week, audited, the mentor told twice", async () => {
    const [mentor, mentee] = [await makeMentor(db()), await makeMentee(db())];
    const ctx = as(mentee);
    const input = ask(mentor.id);
    expect(await requestMentorship(ctx, input)).toEqual({ id: input.id, state: "pending" });
    expect(ctx.roundTrips()).toBe(2);
    expect(ctx.relayOwed()).toBe(true);

    const [row] = await db().select().from(mentorships).where(eq(mentorships.id, input.id));
    expect(row).toMatchObject({ state: "pending", mentorId: mentor.id, menteeId: mentee.id, queuedAt: null });
    expect(row!.expiresAt!.getTime() - row!.createdAt.getTime()).toBe(7 * 86_400_000);
    const [event] = await db().select().from(auditEvents).where(eq(auditEvents.targetId, input.id));
    expect(event).toMatchObject({ action: "mentorship.requested", actorId: mentee.id });
    expect(JSON.stringify(event!.after)).not.toContain("throat");
    expect(await jobsOf(ctx.requestId)).toEqual([
      { kind: "live.notify", userId: mentor.id, mentorshipId: input.id, event: "request.received" },
      { kind: "mail.request-received", mentorshipId: input.id },
    ]);
  });

  it("takes the same form sent twice as one request, told once", async () => {
    const [mentor, mentee] = [await makeMentor(db()), await makeMentee(db())];
    const input = ask(mentor.id);
    await requestMentorship(as(mentee), input);
    const again = as(mentee);
    expect(await requestMentorship(again, { ...input, goal: "Another goal." })).toEqual({
      id: input.id,
      state: "pending",
    });
    expect(await jobsOf(again.requestId)).toEqual([]);
    const rows = await db().select().from(mentorships).where(eq(mentorships.menteeId, mentee.id));
    expect(rows.map((row) => row.goal)).toEqual([input.goal]);
  });

  it("refuses an id that belongs to somebody else's request", async () => {
    const theirs = await makeMentorship(db());
    const [mentor, mentee] = [await makeMentor(db()), await makeMentee(db())];
    const attempt = requestMentorship(as(mentee), ask(mentor.id, { id: theirs.id }));
    await expect(attempt).rejects.toMatchObject({ code: "conflict" });
  });

  it("offers a place in line when the mentor is full, and gives it when asked", async () => {
    const mentor = await makeMentor(db(), { capacity: 1, activeMentees: 1 });
    const mentee = await makeMentee(db());
    const input = ask(mentor.id);
    await expect(requestMentorship(as(mentee), input)).rejects.toMatchObject({
      code: "no_capacity",
      publicMessage: expect.stringContaining("place in line"),
    });
    const ctx = as(mentee);
    expect(await requestMentorship(ctx, { ...input, joinLine: true })).toEqual({
      id: input.id,
      state: "waiting",
    });
    const [row] = await db().select().from(mentorships).where(eq(mentorships.id, input.id));
    expect(row).toMatchObject({ state: "waiting", expiresAt: null });
    expect(row!.queuedAt).not.toBeNull();
    expect((await jobsOf(ctx.requestId)).map((job) => (job as { kind: string }).kind)).toEqual([
      "live.notify",
    ]);
  });

  it("lets nobody pass those in line: a free place they wait for is not free", async () => {
    const mentor = await makeMentor(db(), { capacity: 1 });
    await makeMentorship(db(), {
      mentorId: mentor.id,
      state: "waiting",
      queuedAt: new Date(),
      expiresAt: null,
    });
    const attempt = requestMentorship(as(await makeMentee(db())), ask(mentor.id));
    await expect(attempt).rejects.toMatchObject({ code: "no_capacity" });
  });

  it.each([
    ["pending", "asked"],
    ["waiting", "asked"],
    ["active", "is your mentor already"],
  ] as const)("refuses a second request beside a %s one, in clear words", async (state, words) => {
    const open = await makeMentorship(db(), { state });
    const [mentee] = await db().query.users.findMany({ where: (t, { eq }) => eq(t.id, open.menteeId) });
    const ctx = testContext({ actor: actorOf(mentee!) });
    await expect(requestMentorship(ctx, ask(open.mentorId))).rejects.toMatchObject({
      code: "conflict",
      publicMessage: expect.stringContaining(words),
    });
  });

  it.each(["declined", "withdrawn", "lapsed", "completed", "ended"] as const)(
    "lets a person ask again after a %s request",
    async (state) => {
      const [mentor, mentee] = [await makeMentor(db()), await makeMentee(db())];
      await makeMentorship(db(), { mentorId: mentor.id, menteeId: mentee.id, state });
      expect(await requestMentorship(as(mentee), ask(mentor.id))).toMatchObject({ state: "pending" });
    },
  );

  it("asks nobody who pauses, also not for a place in line, until the day has come", async () => {
    const mentee = await makeMentee(db());
    const pausedUntil = new Date(Date.now() + 86_400_000);
    const mentor = await makeMentor(db(), { pausedUntil, capacity: 1 });
    const attempt = requestMentorship(as(mentee), { ...ask(mentor.id), joinLine: true });
    await expect(attempt).rejects.toMatchObject({ code: "conflict", message: "the mentor pauses" });
    const after = testContext({ actor: actorOf(mentee), now: () => new Date(pausedUntil.getTime() + 1) });
    expect(await requestMentorship(after, ask(mentor.id))).toMatchObject({ state: "pending" });
  });

  it("says that there is nobody for hidden people, strangers to a closed profile, and those who are no mentor", async () => {
    const mentee = await makeMentee(db());
    const hidden = await makeMentor(db(), { visibility: "hidden" });
    const closed = await makeMentor(db(), { visibility: "connections" });
    const unfinished = await makeMentor(db(), { onboardedAt: null });
    for (const id of [hidden.id, closed.id, unfinished.id, (await makeMentee(db())).id, newId()]) {
      const attempt = requestMentorship(as(mentee), ask(id));
      await expect(attempt).rejects.toMatchObject({ code: "not_found" });
    }
    await makeConnection(db(), closed.id, mentee.id);
    expect(await requestMentorship(as(mentee), ask(closed.id))).toMatchObject({ state: "pending" });
  });

  it("refuses to let a person ask themselves", async () => {
    const mentor = await makeMentor(db());
    await expect(requestMentorship(as(mentor), ask(mentor.id))).rejects.toMatchObject({
      code: "invalid_input",
      fields: { mentorId: expect.any(String) },
    });
  });

  it.each([
    ["no message", { message: "  " }, "message"],
    ["too long a message", { message: "x".repeat(MAX_REQUEST_LENGTH + 1) }, "message"],
    ["no goal", { goal: "" }, "goal"],
    ["a NUL", { goal: "a\0b" }, "goal"],
    ["half an emoji", { message: "a \ud83d b" }, "message"],
    ["an id that is none", { id: "1" }, "id"],
    ["a mentor that is no id", { mentorId: "'; drop table users" }, "mentorId"],
  ])("refuses %s at its field", async (_, wrong, field) => {
    const ctx = as(await makeMentee(db()));
    await expect(requestMentorship(ctx, ask(newId(), wrong))).rejects.toMatchObject({
      code: "invalid_input",
      fields: { [field]: expect.any(String) },
    });
    expect(ctx.roundTrips()).toBe(0);
  });

  it("keeps markup, emoji and right-to-left text as written", async () => {
    const [mentor, mentee] = [await makeMentor(db()), await makeMentee(db())];
    const message = `<script>alert(1)</script> 👩🏽‍🔬 أعرف أن المشروع سيتأخر\nline two`;
    const input = ask(mentor.id, { message });
    await requestMentorship(as(mentee), input);
    const [row] = await db().select().from(mentorships).where(eq(mentorships.id, input.id));
    expect(row!.message).toBe(message);
  });

  it("sends strangers to sign in", async () => {
    const ctx = testContext();
    await expect(requestMentorship(ctx, ask(newId()))).rejects.toMatchObject({ code: "not_signed_in" });
    await ctx.settled();
  });

  it("says so when the mentor was filled between the check and the write", async () => {
    const [mentor, mentee] = [await makeMentor(db(), { capacity: 1 }), await makeMentee(db())];
    const fill = () => db().update(profiles).set({ activeMentees: 1 }).where(eq(profiles.userId, mentor.id));
    const attempt = requestMentorship(meanwhile(as(mentee), fill), ask(mentor.id));
    await expect(attempt).rejects.toMatchObject({ code: "no_capacity" });
    expect(await db().select().from(mentorships).where(eq(mentorships.mentorId, mentor.id))).toEqual([]);
  });

  it("finds its own request when the same form was faster, and another one when that was", async () => {
    const [mentor, mentee] = [await makeMentor(db()), await makeMentee(db())];
    const pair = { mentorId: mentor.id, menteeId: mentee.id };
    const input = ask(mentor.id);
    const same = () => makeMentorship(db(), { ...pair, id: input.id });
    const ctx = meanwhile(as(mentee), same);
    expect(await requestMentorship(ctx, input)).toEqual({ id: input.id, state: "pending" });
    expect(await jobsOf(ctx.requestId)).toEqual([]);

    const second = await makeMentor(db());
    const other = () => makeMentorship(db(), { ...pair, mentorId: second.id });
    const late = requestMentorship(meanwhile(as(mentee), other), ask(second.id));
    await expect(late).rejects.toMatchObject({ code: "conflict" });
  });

  it("says that somebody was faster when nothing stands in the way any more", async () => {
    const [mentor, mentee] = [await makeMentor(db(), { capacity: 1 }), await makeMentee(db())];
    const take = (activeMentees: number) =>
      db().update(profiles).set({ activeMentees }).where(eq(profiles.userId, mentor.id));
    const ctx = meanwhile(as(mentee), () => take(1));
    const { execute } = ctx.db;
    const emptied = async (query: Parameters<typeof execute>[0]) => {
      const result = await execute(query);
      await take(0);
      return result;
    };
    Object.assign(ctx.db, { execute: emptied });
    await expect(requestMentorship(ctx, ask(mentor.id))).rejects.toMatchObject({ code: "conflict" });
  });
});
