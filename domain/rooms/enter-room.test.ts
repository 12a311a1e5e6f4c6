import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { auditDenials, roomMembers } from "#db/tables/index.ts";
import { newId } from "#domain/ids.ts";
import { actorOf } from "#testing/actor.ts";
import { testContext } from "#testing/context.ts";
import { makeMentee, makeMentor, makeMentorship, makeRoom } from "#testing/factories.ts";
import { authorizeRoom } from "./authorize-room.ts";
import { loadMessages } from "./load-messages.ts";
import { loadRoom } from "./load-room.ts";
import { loadRoomHeader } from "./load-room-header.ts";

async function aConversation() {
  const { db } = testContext();
  const mentor = await makeMentor(db, { timeZone: "Asia/Tokyo" });
  const mentee = await makeMentee(db);
  const mentorship = await makeMentorship(db, { mentorId: mentor.id, menteeId: mentee.id, state: "active" });
  const room = await makeRoom(db, [mentor.id, mentee.id], { mentorshipId: mentorship.id });
  return { db, mentor, mentee, mentorship, roomId: room.id };
}

const verbs = [
  ["authorizeRoom", authorizeRoom],
  ["loadRoomHeader", loadRoomHeader],
  ["loadRoom", loadRoom],
  ["loadMessages", loadMessages],
] as const;

it("lets a member in, in one round trip", async () => {
  const { mentee, roomId } = await aConversation();
  const ctx = testContext({ actor: actorOf(mentee) });
  expect(await authorizeRoom(ctx, { roomId })).toMatchObject({
    roomId,
    member: { userId: mentee.id, name: mentee.name },
  });
  expect(ctx.roundTrips()).toBe(1);
});

it("lets nobody in who has left", async () => {
  const { db, mentor, roomId } = await aConversation();
  await db.update(roomMembers).set({ leftAt: new Date() }).where(eq(roomMembers.userId, mentor.id));
  const left = testContext({ actor: actorOf(mentor) });
  await expect(authorizeRoom(left, { roomId })).rejects.toMatchObject({ code: "not_found" });
  await left.settled();
});

it("says above a conversation whom it is with, and for what, in one round trip", async () => {
  const { mentor, mentee, mentorship, roomId } = await aConversation();
  const ctx = testContext({ actor: actorOf(mentee) });
  expect(await loadRoomHeader(ctx, { roomId })).toEqual({
    roomId,
    kind: "direct",
    title: mentor.name,
    mentorship: { id: mentorship.id, goal: mentorship.goal, state: "active" },
    other: { userId: mentor.id, name: mentor.name, timeZone: "Asia/Tokyo" },
    muted: false,
    archived: false,
    blockedByYou: false,
    slowSeconds: 0,
    mayPace: false,
    mayRemove: false,
  });
  expect(ctx.roundTrips()).toBe(1);
});

it("reads a conversation with its page", async () => {
  const { mentor, roomId } = await aConversation();
  const ctx = testContext({ actor: actorOf(mentor) });
  const { header, snapshot } = await loadRoom(ctx, { roomId });
  expect(header.roomId).toBe(roomId);
  expect(snapshot).toMatchObject({ lastSeq: 2, messages: [], more: false });
  expect(await loadMessages(ctx, { roomId, before: "9" })).toEqual({
    messages: [],
    authors: [],
    more: false,
  });
});

it.each(verbs)(
  "%s keeps a room from strangers as if it did not exist, and counts the try",
  async (_, verb) => {
    const { db, roomId } = await aConversation();
    const stranger = await makeMentee(db);
    const ctx = testContext({ actor: actorOf(stranger) });
    await expect(verb(ctx, { roomId })).rejects.toMatchObject({ code: "not_found" });
    await expect(verb(ctx, { roomId: newId() })).rejects.toMatchObject({ code: "not_found" });
    await expect(verb(ctx, { roomId: "no id" })).rejects.toMatchObject({ code: "not_found" });
    await ctx.settled();
    const denials = await db.select().from(auditDenials).where(eq(auditDenials.actorId, stranger.id));
    expect(denials.map(({ action, targetId }) => [action, targetId])).toContainEqual([
      "enter:room:own",
      roomId,
    ]);
  },
);

it.each(verbs)("%s asks strangers to the product to sign in", async (_, verb) => {
  const { roomId } = await aConversation();
  const ctx = testContext();
  await expect(verb(ctx, { roomId })).rejects.toMatchObject({ code: "not_signed_in" });
  await ctx.settled();
});
