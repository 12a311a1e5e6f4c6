import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { auditEvents, clusters, outbox, rooms } from "#db/tables/index.ts";
import { blockPerson } from "#domain/blocks/block-person.ts";
import { unblockPerson } from "#domain/blocks/unblock-person.ts";
import { newId } from "#domain/ids.ts";
import { leaveRoom } from "#domain/rooms/leave-room.ts";
import { loadRoomHeader } from "#domain/rooms/load-room-header.ts";
import { loadRoomSummaries } from "#domain/rooms/load-room-summaries.ts";
import { actorOf } from "#testing/actor.ts";
import { testContext } from "#testing/context.ts";
import { makeMentee, makeMentor, makeMentorship, makeRoom } from "#testing/factories.ts";
import { joinCommunity } from "./join-community.ts";
import { listCommunities } from "./list-communities.ts";
import { MAX_COMMUNITY_MEMBERS } from "./schema.ts";

const { db } = testContext();

async function aCluster() {
  const slug = `cluster-${newId().slice(-12)}`;
  await db.insert(clusters).values({ slug, name: `Field ${slug}`, about: "Of a test." });
  return slug;
}
const someone = async () => {
  const person = await makeMentee(db);
  return { person, ctx: testContext({ actor: actorOf(person) }) };
};
const listed = async (ctx: ReturnType<typeof testContext>, slug: string) =>
  (await listCommunities(ctx)).find((one) => one.slug === slug);

it("makes the room with the first who joins, counts each once, and lets them leave and come back", async () => {
  const slug = await aCluster();
  const [ada, lin] = [await someone(), await someone()];
  expect(await listed(ada.ctx, slug)).toMatchObject({ members: 0, roomId: null });
  const { roomId } = await joinCommunity(ada.ctx, { slug });
  expect(await joinCommunity(ada.ctx, { slug })).toEqual({ roomId });
  expect(await joinCommunity(lin.ctx, { slug })).toEqual({ roomId });
  expect(await listed(ada.ctx, slug)).toMatchObject({ members: 2, roomId });
  await leaveRoom(ada.ctx, { roomId });
  await leaveRoom(ada.ctx, { roomId });
  expect(await listed(ada.ctx, slug)).toMatchObject({ members: 1, roomId: null });
  await joinCommunity(ada.ctx, { slug });
  expect(await listed(ada.ctx, slug)).toMatchObject({ members: 2, roomId });
  const actions = await db
    .select({ action: auditEvents.action })
    .from(auditEvents)
    .where(eq(auditEvents.targetId, roomId));
  const joined = "community.joined";
  expect(actions.map(({ action }) => action).toSorted()).toEqual([joined, joined, joined, "room.left"]);
  const owed = await db
    .select({ payload: outbox.payload })
    .from(outbox)
    .where(eq(outbox.requestId, lin.ctx.requestId));
  const userId = lin.person.id;
  expect(owed.map(({ payload }) => payload)).toEqual([{ kind: "live.sync-room-member", roomId, userId }]);
});

it("makes one room and counts everybody once where several come first at the same moment", async () => {
  const slug = await aCluster();
  const people = await Promise.all([someone(), someone(), someone()]);
  const joined = await Promise.all([...people, ...people].map(({ ctx }) => joinCommunity(ctx, { slug })));
  expect(new Set(joined.map(({ roomId }) => roomId)).size).toBe(1);
  expect(await listed(people[0]!.ctx, slug)).toMatchObject({ members: 3 });
});

it("takes no more than it can hold, and not many joinings of one person in an hour", async () => {
  const slug = await aCluster();
  const [ada, lin] = [await someone(), await someone()];
  const { roomId } = await joinCommunity(ada.ctx, { slug });
  const setCount = (memberCount: number) => db.update(rooms).set({ memberCount }).where(eq(rooms.id, roomId));
  await setCount(MAX_COMMUNITY_MEMBERS);
  await expect(joinCommunity(lin.ctx, { slug })).rejects.toMatchObject({ code: "no_capacity" });
  await setCount(1);
  const limit = async () => ({ allowed: false, limit: 1, remaining: 0, resetMs: 1500, retryAfterMs: 1500 });
  const hasty = testContext({ actor: actorOf(lin.person), limit });
  await expect(joinCommunity(hasty, { slug })).rejects.toMatchObject({
    ...{ code: "rate_limited", retryAfterSeconds: 2 },
  });
});

it("refuses strangers, unknown fields and rooms that are not one's to leave", async () => {
  const { person, ctx } = await someone();
  const stranger = testContext();
  await expect(listCommunities(stranger)).rejects.toMatchObject({ code: "not_signed_in" });
  await expect(joinCommunity(stranger, { slug: "x" })).rejects.toMatchObject({ code: "not_signed_in" });
  await expect(joinCommunity(ctx, { slug: "no-such-field" })).rejects.toMatchObject({ code: "not_found" });
  for (const roomId of [newId(), "no id"]) {
    await expect(leaveRoom(ctx, { roomId })).rejects.toMatchObject({ code: "not_found" });
  }
  const mentor = await makeMentor(db);
  const mentorship = await makeMentorship(db, { mentorId: mentor.id, menteeId: person.id, state: "active" });
  const direct = await makeRoom(db, [mentor.id, person.id], { mentorshipId: mentorship.id });
  await expect(leaveRoom(ctx, { roomId: direct.id })).rejects.toMatchObject({ code: "conflict" });
  await Promise.all([stranger.settled(), ctx.settled()]);
});

it("stands once in the list of its members, and says above the room what it is, in one round trip", async () => {
  const slug = await aCluster();
  const [ada, lin, bo] = [await someone(), await someone(), await someone()];
  const { roomId } = await joinCommunity(ada.ctx, { slug });
  for (const { ctx } of [lin, bo]) await joinCommunity(ctx, { slug });
  const title = `Field ${slug}`;
  const summaries = () => loadRoomSummaries({ db }, { userId: ada.person.id });
  expect(await summaries()).toMatchObject([{ roomId, kind: "community", withName: title }]);
  const reader = testContext({ actor: actorOf(ada.person) });
  expect(await loadRoomHeader(reader, { roomId })).toMatchObject({
    ...{ kind: "community", title, about: "Of a test.", blockedIds: [] },
    ...{ mayPace: false, mayAdd: false, mayRemoveMembers: false },
  });
  expect(reader.roundTrips()).toBe(1);
  await leaveRoom(ada.ctx, { roomId });
  expect(await summaries()).toEqual([]);
  await expect(loadRoomHeader(reader, { roomId })).rejects.toMatchObject({ code: "not_found" });
  await reader.settled();
});

it("tells whoever blocked somebody whose messages to fold there, also of who left, and tells the blocked one nothing", async () => {
  const slug = await aCluster();
  const [ada, lin, gone, outside] = [await someone(), await someone(), await someone(), await someone()];
  const { roomId } = await joinCommunity(ada.ctx, { slug });
  for (const { ctx } of [lin, gone]) await joinCommunity(ctx, { slug });
  for (const { person } of [lin, gone, outside]) await blockPerson(ada.ctx, { userId: person.id });
  await leaveRoom(gone.ctx, { roomId });
  const foldedFor = async (ctx: ReturnType<typeof testContext>) => {
    const header = await loadRoomHeader(ctx, { roomId });
    return header.kind === "direct" ? null : header.blockedIds.toSorted();
  };
  expect(await foldedFor(ada.ctx)).toEqual([lin.person.id, gone.person.id].toSorted());
  expect(await foldedFor(lin.ctx)).toEqual([]);
  await unblockPerson(ada.ctx, { userId: lin.person.id });
  expect(await foldedFor(ada.ctx)).toEqual([gone.person.id]);
});
