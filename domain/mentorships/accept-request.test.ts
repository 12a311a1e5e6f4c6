import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditDenials, auditEvents, mentorships, outbox, profiles, roomMembers } from "#db/tables/index.ts";
import { newId } from "#domain/ids.ts";
import { actorOf } from "#testing/actor.ts";
import { testContext } from "#testing/context.ts";
import { makeMentee, makeMentor, makeMentorship, type Person } from "#testing/factories.ts";
import { meanwhile } from "#testing/meanwhile.ts";
import { acceptRequest } from "./accept-request.ts";

const db = () => testContext().db;
const as = (person: Person) => testContext({ actor: actorOf(person) });
const rowOf = async (id: string) => (await db().select().from(mentorships).where(eq(mentorships.id, id)))[0]!;
const takenOf = async (userId: string) =>
  (await db().select().from(profiles).where(eq(profiles.userId, userId)))[0]!.activeMentees;

async function pending(mentor: Person) {
  const mentee = await makeMentee(db());
  return { mentee, ...(await makeMentorship(db(), { mentorId: mentor.id, menteeId: mentee.id })) };
}

describe("acceptRequest", () => {
  it("takes a place, opens a room for two, audits and owes what follows, in two round trips", async () => {
    const mentor = await makeMentor(db(), { capacity: 2 });
    const request = await pending(mentor);
    const ctx = as(mentor);
    const { roomId } = await acceptRequest(ctx, { id: request.id });
    expect(ctx.roundTrips()).toBe(2);

    expect(await rowOf(request.id)).toMatchObject({ state: "active", roomId, expiresAt: null, version: 2 });
    expect(await takenOf(mentor.id)).toBe(1);
    const members = await db().select().from(roomMembers).where(eq(roomMembers.roomId, roomId));
    expect(members.map((member) => member.userId).toSorted()).toEqual(
      [mentor.id, request.menteeId].toSorted(),
    );
    const [event] = await db().select().from(auditEvents).where(eq(auditEvents.targetId, request.id));
    expect(event).toMatchObject({
      action: "mentorship.accepted",
      before: { state: "pending" },
      after: { state: "active", roomId },
    });
    const owed = await db()
      .select()
      .from(outbox)
      .where(eq(outbox.requestId, ctx.requestId))
      .orderBy(outbox.id);
    expect(owed.map((row) => row.kind).toSorted()).toEqual([
      "graph.project-mentorship",
      "graph.project-person",
      "graph.refresh-recommendations",
      "live.notify",
      "live.open-room",
      "mail.request-accepted",
    ]);
  });

  it("tells a second accept of the same request that it was accepted, and takes no second place", async () => {
    const mentor = await makeMentor(db(), { capacity: 2 });
    const request = await pending(mentor);
    await acceptRequest(as(mentor), { id: request.id });
    const attempt = acceptRequest(as(mentor), { id: request.id });
    await expect(attempt).rejects.toMatchObject({
      code: "conflict",
      publicMessage: "This request was accepted.",
    });
    expect(await takenOf(mentor.id)).toBe(1);
  });

  it("refuses without a free place and leaves the request open", async () => {
    const mentor = await makeMentor(db(), { capacity: 1, activeMentees: 1 });
    const request = await pending(mentor);
    await expect(acceptRequest(as(mentor), { id: request.id })).rejects.toMatchObject({
      code: "no_capacity",
      publicMessage: expect.stringContaining("All your places are taken"),
    });
    expect((await rowOf(request.id)).state).toBe("pending");
  });

  it.each([
    ["waiting", "in line"],
    ["withdrawn", "taken back"],
    ["declined", "declined"],
    ["lapsed", "without an answer"],
    ["completed", "completed"],
    ["ended", "ended"],
  ] as const)("says how it stands when the request is %s", async (state, words) => {
    const mentor = await makeMentor(db());
    const request = await makeMentorship(db(), { mentorId: mentor.id, state });
    await expect(acceptRequest(as(mentor), { id: request.id })).rejects.toMatchObject({
      code: "conflict",
      publicMessage: expect.stringContaining(words),
    });
  });

  it("hides other people's requests, unknown ones and what is no id, and counts the denial", async () => {
    const stranger = await makeMentor(db());
    const theirs = await makeMentorship(db());
    for (const id of [theirs.id, newId(), "nothing"]) {
      const ctx = as(stranger);
      await expect(acceptRequest(ctx, { id })).rejects.toMatchObject({ code: "not_found" });
      await ctx.settled();
    }
    const denials = await db().select().from(auditDenials).where(eq(auditDenials.targetId, theirs.id));
    expect(denials).toMatchObject([{ actorId: stranger.id, action: "accept:mentorship:own", count: 1 }]);
  });

  it("refuses the mentee, even one who is a mentor elsewhere", async () => {
    const both = await makeMentor(db());
    const request = await makeMentorship(db(), { menteeId: both.id });
    const ctx = as(both);
    await expect(acceptRequest(ctx, { id: request.id })).rejects.toMatchObject({ code: "not_allowed" });
    await ctx.settled();
    const mentee = as(await makeMentee(db()));
    await expect(acceptRequest(mentee, { id: request.id })).rejects.toMatchObject({ code: "not_allowed" });
    await mentee.settled();
  });

  it("says that somebody was faster when a place came and went while it was written", async () => {
    const mentor = await makeMentor(db(), { capacity: 1 });
    const { id } = await pending(mentor);
    const ctx = as(mentor);
    const { db: real } = ctx;
    meanwhile(ctx, () => fill(mentor.id));
    const { execute } = ctx.db;
    const emptied = async (query: Parameters<typeof execute>[0]) => {
      const result = await execute(query);
      await real.update(profiles).set({ activeMentees: 0 }).where(eq(profiles.userId, mentor.id));
      return result;
    };
    Object.assign(ctx.db, { execute: emptied });
    await expect(acceptRequest(ctx, { id })).rejects.toMatchObject({ code: "conflict" });
    expect((await rowOf(id)).state).toBe("pending");
  });

  it("says what happened when the request moved between the check and the write", async () => {
    const mentor = await makeMentor(db(), { capacity: 1 });
    const [lost, filled] = [await pending(mentor), await pending(mentor)];
    const ctx = as(mentor);
    await expect(
      acceptRequest(
        meanwhile(ctx, () => setState(lost.id, "withdrawn")),
        { id: lost.id },
      ),
    ).rejects.toMatchObject({ code: "conflict", publicMessage: "This request was taken back." });
    await expect(
      acceptRequest(
        meanwhile(as(mentor), () => fill(mentor.id)),
        { id: filled.id },
      ),
    ).rejects.toMatchObject({ code: "no_capacity" });
    expect((await rowOf(filled.id)).state).toBe("pending");
  });
});

const setState = (id: string, state: "withdrawn") =>
  db().update(mentorships).set({ state }).where(eq(mentorships.id, id));
const fill = (userId: string) =>
  db().update(profiles).set({ activeMentees: 1 }).where(eq(profiles.userId, userId));
