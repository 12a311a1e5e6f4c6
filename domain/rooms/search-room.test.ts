import { and, eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { archivedMessages, roomMembers } from "#db/tables/index.ts";
import { newId } from "#domain/ids.ts";
import { actorOf } from "#testing/actor.ts";
import { testContext } from "#testing/context.ts";
import { makeMentee, makeMentor, makeMentorship, makeRoom } from "#testing/factories.ts";
import { roomStub, sitDown } from "#testing/live.ts";
import { findDay } from "./find-day.ts";
import { searchRoom } from "./search-room.ts";
import { holdsWords, wordsIn } from "./search-words.ts";

async function aConversation() {
  const { db } = testContext();
  const [mentor, mentee] = [await makeMentor(db), await makeMentee(db)];
  const people = { mentorId: mentor.id, menteeId: mentee.id };
  const mentorship = await makeMentorship(db, { ...people, state: "active" });
  const { id: roomId } = await makeRoom(db, [mentor.id, mentee.id], { mentorshipId: mentorship.id });
  const archived = async (seq: number, body: string, day: number) => {
    const id = newId();
    const sentAt = new Date(Date.UTC(2026, 0, day, 9));
    await db
      .insert(archivedMessages)
      .values({ roomId, id, seq, version: seq, authorId: mentor.id, body, sentAt });
    return id;
  };
  const member = { userId: mentor.id, name: mentor.name, joinedAt: "2026-01-01T09:00:00.000Z" };
  return { db, mentor, mentee, roomId, archived, ctx: testContext({ actor: actorOf(mentee) }), member };
}

it("finds words in the archive and in what is not archived yet, the newest first, in two round trips", async () => {
  const { roomId, archived, ctx, member } = await aConversation();
  await archived(3, "We weld the **gate** on Monday", 1);
  await archived(4, "Nothing of that kind", 2);
  const client = await sitDown(roomId, member);
  await client.say("The gate is welded, مرحبا");
  const search = async (query: string) =>
    (await searchRoom(ctx, { roomId, query })).found.map(({ body }) => body);
  expect(await search("GATE weld")).toEqual(["The gate is welded, مرحبا", "We weld the **gate** on Monday"]);
  expect(await search("مرح")).toHaveLength(1);
  expect(await search("eld")).toEqual([]);
  expect(await search("  ")).toEqual([]);
  expect(await search("gate' & !weld | (x:*) \\ --")).toEqual([]);
  const before = ctx.roundTrips();
  await search("kind");
  expect(ctx.roundTrips() - before).toBeLessThanOrEqual(3);
});

it("names whoever wrote what is found, and has left since", async () => {
  const { db, mentor, roomId, archived, ctx } = await aConversation();
  await archived(3, "We weld on Monday", 1);
  await db
    .update(roomMembers)
    .set({ leftAt: new Date() })
    .where(and(eq(roomMembers.roomId, roomId), eq(roomMembers.userId, mentor.id)));
  const { authors } = await searchRoom(ctx, { roomId, query: "weld" });
  expect(authors).toContainEqual({ userId: mentor.id, name: mentor.name });
});

it("shows no words that were taken back or changed since they were archived", async () => {
  const { roomId, archived, ctx, member } = await aConversation();
  const [gone, changed] = [await archived(3, "a secret word", 1), await archived(4, "another secret", 1)];
  const client = await sitDown(roomId, member);
  client.send({ type: "delete", clientId: newId(), messageId: gone });
  client.send({ type: "edit", clientId: newId(), messageId: changed, body: "nothing to hide" });
  await client.take("event", ({ event }) => event.type === "edited");
  expect((await searchRoom(ctx, { roomId, query: "secret" })).found).toEqual([]);
});

it("finds the first message of a day or after it, in the archive and in the room", async () => {
  const { roomId, archived, ctx, member } = await aConversation();
  await archived(3, "first", 1);
  await archived(4, "third", 3);
  expect(await findDay(ctx, { roomId, since: "2026-01-02T00:00:00.000Z" })).toBe(4);
  const client = await sitDown(roomId, member);
  const seq = await client.say("today");
  expect(await findDay(ctx, { roomId, since: "2026-02-01T00:00:00.000Z" })).toBe(seq);
  expect(await findDay(ctx, { roomId, since: "2999-01-01T00:00:00.000Z" })).toBeNull();
  await expect(findDay(ctx, { roomId, since: "yesterday" })).rejects.toMatchObject({ code: "invalid_input" });
});

it("searches for members alone", async () => {
  const { db, roomId, archived } = await aConversation();
  await archived(3, "a secret word", 1);
  const ctx = testContext({ actor: actorOf(await makeMentee(db)) });
  await expect(searchRoom(ctx, { roomId, query: "secret" })).rejects.toMatchObject({ code: "not_found" });
  await expect(findDay(ctx, { roomId, since: "2026-01-02T00:00:00.000Z" })).rejects.toMatchObject({
    code: "not_found",
  });
  await ctx.settled();
  expect(await roomStub(newId()).firstSince("2026-01-01T00:00:00.000Z")).toBeNull();
});

it("takes letters and figures for words, in small letters, at most eight", () => {
  expect(wordsIn("Don't PANIC, 42!")).toEqual(["don", "t", "panic", "42"]);
  expect(wordsIn("a b c d e f g h i j")).toHaveLength(8);
  expect(holdsWords("The gate", ["ga", "the"])).toBe(true);
  expect(holdsWords("The gate", ["ate"])).toBe(false);
  expect(holdsWords("The gate", [])).toBe(false);
});
