import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditEvents, mentorships, outbox, profiles } from "#db/tables/index.ts";
import type { ReadContext } from "#domain/context.ts";
import { newId } from "#domain/ids.ts";
import { actorOf } from "#testing/actor.ts";
import { testContext } from "#testing/context.ts";
import { makeMentee, makeMentor, makeMentorship, type Person } from "#testing/factories.ts";
import { meanwhile } from "#testing/meanwhile.ts";
import { completeMentorship } from "./complete-mentorship.ts";
import { declineRequest } from "./decline-request.ts";
import { editRequest } from "./edit-request.ts";
import { endMentorship } from "./end-mentorship.ts";
import { throwOvertaken } from "./load-own-request.ts";
import { withdrawRequest } from "./withdraw-request.ts";

const db = () => testContext().db;
const as = (person: Person) => testContext({ actor: actorOf(person) });

async function pair(overrides: Partial<typeof mentorships.$inferInsert> = {}, capacity = 2) {
  const active = overrides.state === "active" ? 1 : 0;
  const mentor = await makeMentor(db(), { capacity, activeMentees: active });
  const mentee = await makeMentee(db());
  const request = await makeMentorship(db(), { mentorId: mentor.id, menteeId: mentee.id, ...overrides });
  return { mentor, mentee, request };
}
const rowOf = async (id: string) => (await db().select().from(mentorships).where(eq(mentorships.id, id)))[0]!;
const auditOf = (id: string) => db().select().from(auditEvents).where(eq(auditEvents.targetId, id));
const owedBy = async (ctx: ReadContext) =>
  (await db().select().from(outbox).where(eq(outbox.requestId, ctx.requestId)).orderBy(outbox.id)).map(
    (row) => row.payload,
  );

describe("editRequest", () => {
  it.each(["pending", "waiting"] as const)(
    "changes the words of a %s request and tells the mentor",
    async (state) => {
      const { mentor, mentee, request } = await pair({ state });
      const ctx = as(mentee);
      await editRequest(ctx, { id: request.id, goal: "New goal", message: " New words " });
      expect(ctx.roundTrips()).toBe(2);
      expect(await rowOf(request.id)).toMatchObject({
        state,
        goal: "New goal",
        message: "New words",
        version: 2,
      });
      expect(await owedBy(ctx)).toEqual([
        { kind: "live.notify", userId: mentor.id, mentorshipId: request.id, event: "request.edited" },
      ]);
      expect((await auditOf(request.id))[0]).toMatchObject({
        after: { goalChanged: true, messageChanged: true },
      });
    },
  );

  it("writes nothing when nothing changed", async () => {
    const { mentee, request } = await pair();
    await editRequest(as(mentee), { id: request.id, goal: request.goal, message: request.message });
    expect(await auditOf(request.id)).toEqual([]);
  });

  it("refuses once it is answered, from the mentor, and with bad words", async () => {
    const { mentor, mentee, request } = await pair({ state: "active" });
    const words = { id: request.id, goal: "g", message: "m" };
    await expect(editRequest(as(mentee), words)).rejects.toMatchObject({ code: "conflict" });
    const ctx = as(mentor);
    await expect(editRequest(ctx, words)).rejects.toMatchObject({ code: "not_allowed" });
    await ctx.settled();
    await expect(editRequest(as(mentee), { ...words, message: "" })).rejects.toMatchObject({
      code: "invalid_input",
      fields: { message: "Say what you want help with." },
    });
  });
});

describe("withdrawRequest", () => {
  it("takes a pending request back and tells the mentor", async () => {
    const { mentor, mentee, request } = await pair();
    const ctx = as(mentee);
    expect(await withdrawRequest(ctx, { id: request.id })).toEqual({ id: request.id, state: "withdrawn" });
    expect(await rowOf(request.id)).toMatchObject({ state: "withdrawn", expiresAt: null });
    expect(await owedBy(ctx)).toEqual([
      { kind: "live.notify", userId: mentor.id, mentorshipId: request.id, event: "request.withdrawn" },
    ]);
    await expect(withdrawRequest(as(mentee), { id: request.id })).rejects.toMatchObject({ code: "conflict" });
  });

  it("moves the line when the request held a place of it", async () => {
    const { mentor, mentee, request } = await pair({ queuedAt: new Date() });
    const ctx = as(mentee);
    await withdrawRequest(ctx, { id: request.id });
    expect(await owedBy(ctx)).toContainEqual({ kind: "live.advance-line", mentorId: mentor.id });
  });
});

describe("declineRequest", () => {
  it.each(["pending", "waiting"] as const)("declines a %s request with a reason", async (state) => {
    const { mentor, mentee, request } = await pair({
      state,
      queuedAt: state === "waiting" ? new Date() : null,
    });
    const ctx = as(mentor);
    await declineRequest(ctx, { id: request.id, reason: "Two trials this month." });
    expect(await rowOf(request.id)).toMatchObject({
      state: "declined",
      declineReason: "Two trials this month.",
    });
    expect(await owedBy(ctx)).toEqual([
      { kind: "live.notify", userId: mentee.id, mentorshipId: request.id, event: "request.declined" },
      ...(state === "waiting" ? [{ kind: "live.advance-line", mentorId: mentor.id }] : []),
    ]);
    expect(JSON.stringify(await auditOf(request.id))).not.toContain("trials");
  });

  it("wants a reason, and only the mentor's", async () => {
    const { mentor, mentee, request } = await pair();
    await expect(declineRequest(as(mentor), { id: request.id, reason: " " })).rejects.toMatchObject({
      code: "invalid_input",
      fields: { reason: expect.any(String) },
    });
    const ctx = as(mentee);
    await expect(declineRequest(ctx, { id: request.id, reason: "x" })).rejects.toMatchObject({
      code: "not_allowed",
    });
    await ctx.settled();
  });
});

describe("completeMentorship and endMentorship", () => {
  it.each([
    ["mentor", completeMentorship, "completed"],
    ["mentee", completeMentorship, "completed"],
    ["mentor", endMentorship, "ended"],
    ["mentee", endMentorship, "ended"],
  ] as const)("lets the %s close it and gives the place back", async (role, close, state) => {
    const { mentor, mentee, request } = await pair({ state: "active" });
    const [me, other] = role === "mentor" ? [mentor, mentee] : [mentee, mentor];
    const ctx = as(me);
    expect(await close(ctx, { id: request.id })).toEqual({ id: request.id, state });
    expect(ctx.roundTrips()).toBe(2);
    expect((await rowOf(request.id)).endedAt).not.toBeNull();
    const [profile] = await db().select().from(profiles).where(eq(profiles.userId, mentor.id));
    expect(profile!.activeMentees).toBe(0);
    const owed = await owedBy(ctx);
    expect(owed).toContainEqual({
      kind: "live.notify",
      userId: other.id,
      mentorshipId: request.id,
      event: "mentorship.ended",
    });
    expect(owed).toContainEqual({ kind: "live.advance-line", mentorId: mentor.id });
    await expect(close(as(me), { id: request.id })).rejects.toMatchObject({ code: "conflict" });
  });

  it("is not possible before it began, nor for strangers", async () => {
    const { mentee, request } = await pair();
    await expect(endMentorship(as(mentee), { id: request.id })).rejects.toMatchObject({ code: "conflict" });
    const ctx = as(await makeMentee(db()));
    await expect(endMentorship(ctx, { id: request.id })).rejects.toMatchObject({ code: "not_found" });
    await ctx.settled();
  });
});

describe("a change that met another state than it had loaded", () => {
  const act = {
    edit: (ctx: ReadContext, id: string) => editRequest(ctx, { id, goal: "g", message: "m" }),
    withdraw: (ctx: ReadContext, id: string) => withdrawRequest(ctx, { id }),
    decline: (ctx: ReadContext, id: string) => declineRequest(ctx, { id, reason: "r" }),
    complete: (ctx: ReadContext, id: string) => completeMentorship(ctx, { id }),
  };
  it.each(Object.keys(act) as (keyof typeof act)[])(
    "%s is told how the request stands now",
    async (action) => {
      const { mentor, mentee, request } = await pair({ state: action === "complete" ? "active" : "pending" });
      const lapse = () =>
        db().update(mentorships).set({ state: "lapsed" }).where(eq(mentorships.id, request.id));
      const ctx = meanwhile(as(action === "decline" ? mentor : mentee), lapse);
      await expect(act[action](ctx, request.id)).rejects.toMatchObject({
        code: "conflict",
        publicMessage: "This request ended without an answer.",
      });
      expect(await auditOf(request.id)).toEqual([]);
    },
  );

  it("says that somebody was faster when the state is back where it was", async () => {
    const { mentee, request } = await pair();
    const step = {
      id: request.id,
      userId: mentee.id,
      action: "edit",
      permission: "edit:mentorship:own",
    } as const;
    await expect(throwOvertaken(as(mentee), step)).rejects.toMatchObject({ code: "conflict" });
  });

  it("needs somebody who is signed in", async () => {
    for (const verb of [withdrawRequest, completeMentorship, endMentorship]) {
      const ctx = testContext();
      await expect(verb(ctx, { id: newId() })).rejects.toMatchObject({ code: "not_signed_in" });
      await ctx.settled();
    }
  });
});
