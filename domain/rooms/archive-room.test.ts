import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { archivedMessages, auditEvents } from "#db/tables/index.ts";
import { newId } from "#domain/ids.ts";
import { actorOf } from "#testing/actor.ts";
import { testContext, testJobContext } from "#testing/context.ts";
import { makeMentee, makeRoom } from "#testing/factories.ts";
import { archiveRoom } from "./archive-room.ts";
import { loadArchivedMessages } from "./load-archived-messages.ts";
import type { RoomChange } from "./protocol.ts";

const sentAt = "2026-11-24T10:00:00.000Z";

async function aRoom() {
  const { db } = testContext();
  const author = await makeMentee(db);
  const room = await makeRoom(db, [author.id]);
  const message: RoomChange = {
    id: newId(),
    seq: 3,
    version: 3,
    authorId: author.id,
    body: "first <b>words</b> 👋 مرحبا",
    sentAt,
    editedAt: null,
    deletedAt: null,
  };
  const archive = async (changes: RoomChange[], fromSeq = 1, toSeq = 9) => {
    const archived: [number, number][] = [];
    const rooms = {
      open: async () => {},
      close: async () => {},
      changes: async () => changes,
      archived: async (_: string, from: number, to: number) => void archived.push([from, to]),
    };
    await archiveRoom(testJobContext({ rooms }), { roomId: room.id, fromSeq, toSeq });
    return archived;
  };
  const stored = () => db.select().from(archivedMessages).where(eq(archivedMessages.roomId, room.id));
  return { db, roomId: room.id, message, archive, stored };
}

it("copies messages as they were written and tells the room", async () => {
  const { message, archive, db, roomId } = await aRoom();
  expect(await archive([message], 3, 3)).toEqual([[3, 3]]);
  expect(await loadArchivedMessages({ db }, { roomId, beforeSeq: 10, limit: 5 })).toEqual({
    messages: [message],
    more: false,
    lastSeq: 3,
  });
});

it("changes nothing when a range comes twice or late", async () => {
  const { message, archive, stored, db } = await aRoom();
  const edited = { ...message, version: 5, body: "better words", editedAt: "2026-11-24T10:05:00.000Z" };
  await archive([message, edited]);
  await archive([message]);
  await archive([message, edited]);
  expect(await stored()).toMatchObject([{ version: 5, body: "better words", editedAt: expect.any(Date) }]);
  const audited = await db.select().from(auditEvents).where(eq(auditEvents.targetId, message.id));
  expect(audited.map(({ action }) => action).toSorted()).toEqual(["message.edited", "message.sent"]);
  expect(audited[0]).toMatchObject({ actorKind: "user", actorId: message.authorId, targetType: "message" });
  expect(JSON.stringify(audited)).not.toContain("words");
});

it("takes the words of a deleted message out of the archive", async () => {
  const { message, archive, stored } = await aRoom();
  await archive([message]);
  await archive([{ ...message, version: 7, body: "", deletedAt: "2026-11-24T11:00:00.000Z" }]);
  expect(await stored()).toMatchObject([{ version: 7, body: "", deletedAt: expect.any(Date) }]);
});

it("confirms a range without messages and asks the database nothing", async () => {
  const { archive, stored } = await aRoom();
  expect(await archive([], 1, 2)).toEqual([[1, 2]]);
  expect(await stored()).toEqual([]);
});

it("is for jobs alone", async () => {
  const { db, roomId } = await aRoom();
  const person = await makeMentee(db);
  const ctx = testJobContext({ actor: actorOf(person) });
  await expect(archiveRoom(ctx, { roomId, fromSeq: 1, toSeq: 1 })).rejects.toMatchObject({
    code: "not_allowed",
  });
  await ctx.settled();
});
