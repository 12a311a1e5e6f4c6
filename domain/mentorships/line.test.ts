import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditEvents, mentorships, outbox, profiles } from "#db/tables/index.ts";
import { actorOf } from "#testing/actor.ts";
import { testContext, testJobContext } from "#testing/context.ts";
import { makeMentor, makeMentorship } from "#testing/factories.ts";
import { advanceLine } from "./advance-line.ts";
import { advanceOpenLines } from "./advance-open-lines.ts";
import { lapseRequests } from "./lapse-requests.ts";

const db = () => testContext().db;
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);
const rowOf = async (id: string) => (await db().select().from(mentorships).where(eq(mentorships.id, id)))[0]!;
const waiting = (mentorId: string, minutes: number) =>
  makeMentorship(db(), { mentorId, state: "waiting", queuedAt: minutesAgo(minutes), expiresAt: null });

describe("advanceLine", () => {
  it("offers a free place to the longest wait, with a fresh week, and tells both", async () => {
    const mentor = await makeMentor(db(), { capacity: 1 });
    const [second, first] = [await waiting(mentor.id, 5), await waiting(mentor.id, 50)];
    const ctx = testJobContext();
    expect(await advanceLine(ctx, { mentorId: mentor.id })).toBe(1);
    expect(await rowOf(second.id)).toMatchObject({ state: "waiting" });
    const offered = await rowOf(first.id);
    expect(offered).toMatchObject({ state: "pending", queuedAt: first.queuedAt });
    expect(offered.expiresAt!.getTime()).toBeGreaterThan(Date.now() + 6.9 * 86_400_000);
    const owed = await db()
      .select()
      .from(outbox)
      .where(eq(outbox.requestId, ctx.requestId))
      .orderBy(outbox.id);
    expect(owed.map((row) => row.payload)).toEqual([
      { kind: "live.notify", userId: first.menteeId, mentorshipId: first.id, event: "place.free" },
      { kind: "mail.place-free", mentorshipId: first.id },
      { kind: "live.notify", userId: mentor.id, mentorshipId: first.id, event: "request.received" },
      { kind: "mail.request-received", mentorshipId: first.id },
    ]);
    const [event] = await db().select().from(auditEvents).where(eq(auditEvents.targetId, first.id));
    expect(event).toMatchObject({ action: "mentorship.advanced", actorKind: "system" });
  });

  it("offers a place once: a repeat of the job moves nobody", async () => {
    const mentor = await makeMentor(db(), { capacity: 1 });
    await waiting(mentor.id, 50);
    const second = await waiting(mentor.id, 5);
    await advanceLine(testJobContext(), { mentorId: mentor.id });
    expect(await advanceLine(testJobContext(), { mentorId: mentor.id })).toBe(0);
    expect((await rowOf(second.id)).state).toBe("waiting");
  });

  it("offers as many places as are free, and none of a full mentor", async () => {
    const roomy = await makeMentor(db(), { capacity: 3, activeMentees: 1 });
    for (const minutes of [1, 2, 3]) await waiting(roomy.id, minutes);
    expect(await advanceLine(testJobContext(), { mentorId: roomy.id })).toBe(2);
    const full = await makeMentor(db(), { capacity: 1, activeMentees: 1 });
    await waiting(full.id, 1);
    expect(await advanceLine(testJobContext(), { mentorId: full.id })).toBe(0);
  });

  it("is the product's alone", async () => {
    const mentor = await makeMentor(db());
    const ctx = testJobContext({ actor: actorOf(mentor) });
    await expect(advanceLine(ctx, { mentorId: mentor.id })).rejects.toMatchObject({ code: "not_allowed" });
    await expect(lapseRequests(ctx)).rejects.toMatchObject({ code: "not_allowed" });
    await ctx.settled();
  });
});

describe("advanceOpenLines", () => {
  it("moves the line of a mentor who takes more mentees", async () => {
    const mentor = await makeMentor(db(), { capacity: 0 });
    const first = await waiting(mentor.id, 5);
    await advanceOpenLines(testJobContext());
    expect((await rowOf(first.id)).state).toBe("waiting");
    await db().update(profiles).set({ capacity: 1 }).where(eq(profiles.userId, mentor.id));
    expect(await advanceOpenLines(testJobContext())).toBeGreaterThan(0);
    expect((await rowOf(first.id)).state).toBe("pending");
  });
});

describe("lapseRequests", () => {
  it("ends what nobody answered in time, tells the mentee, and leaves the rest", async () => {
    const due = await makeMentorship(db(), { expiresAt: minutesAgo(1) });
    const offered = await makeMentorship(db(), { expiresAt: minutesAgo(1), queuedAt: minutesAgo(9) });
    const later = await makeMentorship(db(), { expiresAt: new Date(Date.now() + 60_000) });
    const answered = await makeMentorship(db(), { expiresAt: minutesAgo(1), state: "declined" });
    const ctx = testJobContext();
    expect(await lapseRequests(ctx)).toBeGreaterThanOrEqual(2);
    expect((await rowOf(due.id)).state).toBe("lapsed");
    expect((await rowOf(later.id)).state).toBe("pending");
    expect((await rowOf(answered.id)).state).toBe("declined");
    const owed = await db()
      .select()
      .from(outbox)
      .where(eq(outbox.requestId, ctx.requestId))
      .orderBy(outbox.id);
    expect(owed.map((row) => row.payload)).toContainEqual({
      kind: "live.notify",
      userId: due.menteeId,
      mentorshipId: due.id,
      event: "request.lapsed",
    });
    expect(owed.map((row) => row.payload)).toContainEqual({
      kind: "live.advance-line",
      mentorId: offered.mentorId,
    });
    const [event] = await db().select().from(auditEvents).where(eq(auditEvents.targetId, due.id));
    expect(event).toMatchObject({ action: "mentorship.lapsed", actorKind: "system" });
  });
});
