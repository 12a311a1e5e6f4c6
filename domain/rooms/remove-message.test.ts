import { eq, inArray } from "drizzle-orm";
import { expect, it } from "vitest";
import { archivedMessages, auditDenials, auditEvents } from "#db/tables/index.ts";
import { actorOf } from "#testing/actor.ts";
import { testContext, testJobContext } from "#testing/context.ts";
import { makeUser } from "#testing/factories.ts";
import { liveRooms, makeRoomOf, roomStub, sitDown } from "#testing/live.ts";
import { newId } from "../ids.ts";
import { archiveRoom } from "./archive-room.ts";
import { carryOutRemoval } from "./carry-out-removal.ts";
import { removeMessage } from "./remove-message.ts";

const { db } = testContext();

async function aRoomWithWords() {
  const { roomId, members } = await makeRoomOf("Ada", "Lin");
  const [one, other] = [await sitDown(roomId, members[0]), await sitDown(roomId, members[1])];
  await one.say("words that hurt");
  const messageId = (await roomStub(roomId).snapshot()).messages[0]?.id ?? "";
  return { roomId, author: members[0], one, other, messageId };
}
const moderator = await makeUser(db, { roles: ["moderator"] });
const asModerator = () => testContext({ actor: actorOf(moderator) });

it("takes out a message for a moderator who is no member, tells the room who did, and no replay brings it back", async () => {
  const { roomId, author, other, messageId } = await aRoomWithWords();
  await roomStub(roomId).close();
  const ctx = asModerator();
  await removeMessage(ctx, { roomId, messageId });
  expect(ctx.roundTrips()).toBe(2);
  expect(ctx.relayOwed()).toBe(true);
  const job = testJobContext({ rooms: liveRooms });
  const removal = { roomId, messageId, userId: moderator.id };
  await carryOutRemoval(job, removal);
  await carryOutRemoval(job, removal);
  await carryOutRemoval(job, { ...removal, messageId: newId() });
  const { event } = await other.take("event", (frame) => frame.event.type === "deleted");
  expect(event).toMatchObject({ messageId, by: moderator.id });
  const { messages, lastSeq } = await roomStub(roomId).snapshot();
  expect(lastSeq).toBe(event.seq);
  expect(messages).toMatchObject([{ id: messageId, body: "", deletedBy: moderator.id, version: event.seq }]);
  const late = await sitDown(roomId, author, { after: 0 });
  await late.take("welcome");
  await late.take("event", (frame) => frame.event.type === "deleted");
  expect(JSON.stringify(late.frames)).not.toContain("words that hurt");

  await archiveRoom(job, { roomId, fromSeq: 1, toSeq: lastSeq });
  const [archived] = await db.select().from(archivedMessages).where(eq(archivedMessages.id, messageId));
  expect(archived).toMatchObject({ body: "", deletedBy: moderator.id, version: lastSeq });
  const audited = await db
    .select()
    .from(auditEvents)
    .where(inArray(auditEvents.action, ["message.removed", "message.deleted"]));
  const about = audited.filter(({ targetId }) => targetId === messageId);
  expect(about.map(({ action, actorId }) => [action, actorId]).toSorted()).toEqual([
    ["message.deleted", moderator.id],
    ["message.removed", moderator.id],
  ]);
  await expect(removeMessage(asModerator(), { roomId, messageId })).rejects.toMatchObject({
    code: "conflict",
  });
});

it("is for who moderates alone, and about messages that are there", async () => {
  const { roomId, author, messageId } = await aRoomWithWords();
  const mentor = await makeUser(db, { roles: ["mentee", "mentor"] });
  for (const user of [mentor, { ...mentor, id: author.userId }]) {
    const ctx = testContext({ actor: actorOf(user) });
    await expect(removeMessage(ctx, { roomId, messageId })).rejects.toMatchObject({ code: "not_allowed" });
    await ctx.settled();
  }
  const denied = await db.select().from(auditDenials).where(eq(auditDenials.targetId, messageId));
  expect(denied.map(({ action }) => action)).toEqual(["remove:message:any", "remove:message:any"]);
  for (const nowhere of [
    { roomId, messageId: newId() },
    { roomId: newId(), messageId },
  ])
    await expect(removeMessage(asModerator(), nowhere)).rejects.toMatchObject({ code: "not_found" });
  const refused = removeMessage(asModerator(), { roomId, messageId: "x" });
  await expect(refused).rejects.toMatchObject({ code: "invalid_input" });
  expect((await roomStub(roomId).snapshot()).messages).toMatchObject([{ body: "words that hurt" }]);
});
