import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { blocks, outbox, roomMembers, rooms } from "#db/tables/index.ts";
import { newId } from "#domain/ids.ts";
import { notifyGroup } from "#domain/notifications/notify-group.ts";
import { leaveRoom } from "#domain/rooms/leave-room.ts";
import { loadRoomHeader } from "#domain/rooms/load-room-header.ts";
import { loadRoomPeople } from "#domain/rooms/load-room-people.ts";
import { actorOf } from "#testing/actor.ts";
import { testContext, testJobContext } from "#testing/context.ts";
import {
  makeConnection,
  makeMentee,
  makeMentor,
  makeMentorship,
  makeProfile,
  makeUser,
} from "#testing/factories.ts";
import { addMembers } from "./add-members.ts";
import { listAddable } from "./list-addable.ts";
import { makeGroup } from "./make-group.ts";
import { removeMember } from "./remove-member.ts";
import { MAX_GROUP_MEMBERS } from "./schema.ts";

const { db } = testContext();
const title = "Welders";
const refused = { code: "invalid_input", fields: { memberIds: expect.any(String) } };

/** A mentor with a mentee of theirs, somebody they know, and a stranger. */
async function aMentor() {
  const [mentor, mentee] = [await makeMentor(db), await makeMentee(db)];
  const [known, stranger] = [await makeMentor(db), await makeMentee(db)];
  await makeMentorship(db, { mentorId: mentor.id, menteeId: mentee.id, state: "active" });
  await makeConnection(db, mentor.id, known.id);
  return { mentor, mentee, known, stranger, ctx: testContext({ actor: actorOf(mentor) }) };
}
const staff = async (role: string) => testContext({ actor: actorOf(await makeUser(db, { roles: [role] })) });
const present = async (roomId: string) =>
  (await db.select().from(roomMembers).where(eq(roomMembers.roomId, roomId)))
    .flatMap(({ userId, leftAt }) => (leftAt ? [] : [userId]))
    .toSorted();
const countOf = async (roomId: string) =>
  (await db.select({ n: rooms.memberCount }).from(rooms).where(eq(rooms.id, roomId)))[0]?.n;

it("lets a mentor make a circle of mentees and people they know, and of nobody else", async () => {
  const { mentor, mentee, known, stranger, ctx } = await aMentor();
  const addable = (await listAddable(ctx)).map(({ userId }) => userId);
  expect(addable.toSorted()).toEqual([mentee.id, known.id].toSorted());
  const memberIds = [mentee.id, known.id, mentor.id, mentee.id];
  const { roomId } = await makeGroup(ctx, { title, memberIds });
  expect(await present(roomId)).toEqual([mentor.id, mentee.id, known.id].toSorted());
  expect(await countOf(roomId)).toBe(3);
  const owed = await db.select({ kind: outbox.kind }).from(outbox).where(eq(outbox.requestId, ctx.requestId));
  expect(owed.filter(({ kind }) => kind === "live.notify-group")).toHaveLength(2);
  expect(owed.filter(({ kind }) => kind === "live.sync-room-member")).toHaveLength(3);
  await expect(makeGroup(ctx, { title, memberIds: [mentee.id, stranger.id] })).rejects.toMatchObject(refused);
  for (const input of [
    { title: " ", memberIds: [mentee.id] },
    { title, memberIds: [] },
    { title, memberIds: [mentor.id] },
  ]) {
    await expect(makeGroup(ctx, input)).rejects.toMatchObject({ code: "invalid_input" });
  }
  const limit = async () => ({ allowed: false, limit: 1, remaining: 0, resetMs: 500, retryAfterMs: 500 });
  const hasty = testContext({ actor: actorOf(mentor), limit });
  await expect(makeGroup(hasty, { title, memberIds: [mentee.id] })).rejects.toMatchObject({
    code: "rate_limited",
  });
  const asMentee = testContext({ actor: actorOf(mentee) });
  await expect(makeGroup(asMentee, { title, memberIds: [mentor.id] })).rejects.toMatchObject({
    code: "not_allowed",
  });
  await asMentee.settled();
});

it("does not put together who has blocked whom", async () => {
  const { mentor, known, ctx } = await aMentor();
  await db.insert(blocks).values({ blockerId: known.id, blockedId: mentor.id });
  expect((await listAddable(ctx)).map(({ userId }) => userId)).not.toContain(known.id);
  await expect(makeGroup(ctx, { title, memberIds: [known.id] })).rejects.toMatchObject(refused);
});

it("lets its maker add and remove people, an admin anybody, a moderator remove, and nobody else", async () => {
  const { mentor, mentee, known, stranger, ctx } = await aMentor();
  const { roomId } = await makeGroup(ctx, { title, memberIds: [mentee.id] });
  await addMembers(ctx, { roomId, memberIds: [known.id, mentee.id] });
  await addMembers(ctx, { roomId, memberIds: [known.id] });
  expect(await countOf(roomId)).toBe(3);
  await expect(addMembers(ctx, { roomId, memberIds: [stranger.id] })).rejects.toMatchObject(refused);
  await addMembers(await staff("admin"), { roomId, memberIds: [stranger.id] });
  expect(await present(roomId)).toEqual([mentor.id, mentee.id, known.id, stranger.id].toSorted());
  await removeMember(ctx, { roomId, memberId: stranger.id });
  await removeMember(ctx, { roomId, memberId: stranger.id });
  await removeMember(await staff("moderator"), { roomId, memberId: known.id });
  expect(await present(roomId)).toEqual([mentor.id, mentee.id].toSorted());
  expect(await countOf(roomId)).toBe(2);
  await expect(removeMember(ctx, { roomId, memberId: mentor.id })).rejects.toMatchObject({
    code: "invalid_input",
  });
  const stranded = testContext({ actor: actorOf(known) });
  const asMentee = testContext({ actor: actorOf(mentee) });
  const notFound = { code: "not_found" };
  await expect(removeMember(stranded, { roomId, memberId: mentee.id })).rejects.toMatchObject(notFound);
  await expect(addMembers(stranded, { roomId, memberIds: [mentor.id] })).rejects.toMatchObject(notFound);
  await expect(removeMember(asMentee, { roomId, memberId: mentor.id })).rejects.toMatchObject({
    code: "not_allowed",
  });
  await Promise.all([stranded.settled(), asMentee.settled()]);
  await leaveRoom(asMentee, { roomId });
  expect(await present(roomId)).toEqual([mentor.id]);
});

it("takes no more people than it can hold", async () => {
  const { mentee, known, ctx } = await aMentor();
  const { roomId } = await makeGroup(ctx, { title, memberIds: [mentee.id] });
  await db.update(rooms).set({ memberCount: MAX_GROUP_MEMBERS }).where(eq(rooms.id, roomId));
  await expect(addMembers(ctx, { roomId, memberIds: [known.id] })).rejects.toMatchObject({
    code: "no_capacity",
  });
});

it("says to its maker and its members who is in it, and to the maker whom they may add", async () => {
  const { mentor, mentee, known, ctx } = await aMentor();
  const { roomId } = await makeGroup(ctx, { title, memberIds: [mentee.id] });
  expect(await loadRoomHeader(ctx, { roomId })).toMatchObject({
    ...{ kind: "group", title, about: null, mayAdd: true, mayRemoveMembers: true, mayPace: true },
  });
  const { members, addable } = await loadRoomPeople(ctx, { roomId });
  expect(members.map(({ userId }) => userId).toSorted()).toEqual([mentor.id, mentee.id].toSorted());
  const { headline } = known.profile;
  expect(addable).toEqual([{ userId: known.id, name: known.name, headline }]);
  const asMentee = testContext({ actor: actorOf(mentee) });
  expect(await loadRoomPeople(asMentee, { roomId })).toMatchObject({
    header: { mayAdd: false },
    addable: [],
  });
});

it("tells who was added, unless they have left meanwhile", async () => {
  const { mentor, mentee, ctx } = await aMentor();
  const { roomId } = await makeGroup(ctx, { title, memberIds: [mentee.id] });
  const input = { userId: mentee.id, roomId, byId: mentor.id };
  const job = testJobContext();
  await notifyGroup(job, input);
  expect(job.effects.delivered).toMatchObject([
    {
      userId: mentee.id,
      notification: {
        ...{ kind: "group.added", href: `/conversations/${roomId}` },
        title: `${mentor.name} added you to the circle “Welders”.`,
      },
    },
  ]);
  await leaveRoom(testContext({ actor: actorOf(mentee) }), { roomId });
  const late = testJobContext();
  await notifyGroup(late, input);
  expect(late.effects.delivered).toEqual([]);
});

it("lets an admin add whoever is past the onboarding, and nobody before it", async () => {
  const admin = await staff("admin");
  const begun = await makeProfile(db, { onboardedAt: null });
  const done = await makeProfile(db);
  const { roomId } = await makeGroup(admin, { title, memberIds: [done.userId] });
  expect(await present(roomId)).toContain(done.userId);
  await expect(makeGroup(admin, { title, memberIds: [newId(), begun.userId] })).rejects.toMatchObject(
    refused,
  );
});
