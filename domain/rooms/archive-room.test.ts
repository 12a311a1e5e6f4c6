import { eq, sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { archivedMessages, attachments, auditEvents, outbox } from "#db/tables/index.ts";
import { newId } from "#domain/ids.ts";
import { actorOf } from "#testing/actor.ts";
import { testContext, testJobContext } from "#testing/context.ts";
import { makeMentee, makeRoom } from "#testing/factories.ts";
import { archiveRoom } from "./archive-room.ts";
import { loadArchivedMessages } from "./load-archived-messages.ts";
import { type Message, plainMessage, type RoomChange } from "./schema.ts";

const sentAt = "2026-11-24T10:00:00.000Z";

async function aRoom() {
  const { db } = testContext();
  const author = await makeMentee(db);
  const room = await makeRoom(db, [author.id]);
  const words: Message = {
    id: newId(),
    seq: 3,
    version: 3,
    authorId: author.id,
    body: "first <b>words</b> 👋 مرحبا",
    sentAt,
    ...plainMessage,
  };
  const message: RoomChange = { ...words, action: "sent", actorId: author.id, at: sentAt, attachmentIds: [] };
  const archive = async (changes: RoomChange[], fromSeq = 1, toSeq = 9) => {
    const archived: [number, number][] = [];
    const rooms = {
      open: async () => {},
      close: async () => {},
      look: async () => {},
      lookAt: async () => {},
      removeMessage: async () => {},
      changes: async () => changes,
      archived: async (_: string, from: number, to: number) => void archived.push([from, to]),
    };
    await archiveRoom(testJobContext({ rooms }), { roomId: room.id, fromSeq, toSeq });
    return archived;
  };
  const stored = () => db.select().from(archivedMessages).where(eq(archivedMessages.roomId, room.id));
  return { db, author, roomId: room.id, words, message, archive, stored };
}

it("copies messages as they were written and tells the room", async () => {
  const { words, author, message, archive, db, roomId } = await aRoom();
  expect(await archive([message], 3, 3)).toEqual([[3, 3]]);
  expect(await loadArchivedMessages({ db }, { roomId, beforeSeq: 10, limit: 5 })).toEqual({
    messages: [words],
    authors: [{ userId: author.id, name: author.name }],
    more: false,
    lastSeq: 3,
  });
});

it("changes nothing when a range comes twice or late", async () => {
  const { message, archive, stored, db } = await aRoom();
  const edited: RoomChange = {
    ...message,
    action: "edited",
    version: 5,
    body: "better words",
    editedAt: "2026-11-24T10:05:00.000Z",
  };
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
  await archive([
    { ...message, action: "deleted", version: 7, body: "", deletedAt: "2026-11-24T11:00:00.000Z" },
  ]);
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

it("keeps answers, threads, reactions, pins and mentions, and counts the replies under a message", async () => {
  const { db, author, words, message, archive, roomId } = await aRoom();
  const reply: Message = {
    ...words,
    ...{ id: newId(), seq: 4, version: 4, body: "an answer", sentAt: "2026-11-24T10:01:00.000Z" },
    quote: { messageId: words.id, seq: 3, authorId: author.id, excerpt: words.body },
    threadId: words.id,
    inRoom: false,
    mentions: [author.id],
  };
  const liked: Message = {
    ...words,
    version: 6,
    reactions: [{ emoji: "👍", userId: author.id }],
    pin: { at: sentAt, by: author.id, seq: 6 },
  };
  const by = { actorId: author.id, at: sentAt, attachmentIds: [] };
  await archive([
    message,
    { ...reply, ...by, action: "sent" },
    { ...liked, ...by, version: 5, action: "reacted" },
    { ...liked, ...by, action: "pinned" },
  ]);
  const inRoom = await loadArchivedMessages({ db }, { roomId, beforeSeq: 10, limit: 5 });
  const thread = { replies: 1, lastSeq: 4, lastAt: reply.sentAt };
  expect(inRoom).toMatchObject({ messages: [{ ...liked, thread }], more: false, lastSeq: 6 });
  const whole = await loadArchivedMessages({ db }, { roomId, beforeSeq: 10, limit: 5, whole: true });
  expect(whole.messages).toEqual([{ ...liked, thread }, reply]);
  const audited = await db.select().from(auditEvents).where(eq(auditEvents.targetId, words.id));
  expect(audited.map(({ action }) => action).toSorted()).toEqual([
    "message.pinned",
    "message.reacted",
    "message.sent",
  ]);
});

async function withFile() {
  const room = await aRoom();
  const { db, author, roomId, words, message } = room;
  const file = { id: newId(), name: "plan.png", type: "image/png", size: 5, width: 4, height: 3 };
  const { id, name, type, size } = file;
  await db
    .insert(attachments)
    .values({ id, roomId, ownerId: author.id, name, type, size, askedAt: new Date() });
  const sent: RoomChange = { ...message, body: "", attachments: [file], attachmentIds: [id] };
  const deletedAt = "2026-11-24T11:00:00.000Z";
  const deleted: RoomChange = {
    ...message,
    ...{ action: "deleted", version: 7, body: "", deletedAt, at: deletedAt, attachmentIds: [id] },
  };
  const filed = async () => (await db.select().from(attachments).where(eq(attachments.id, id)))[0];
  const owed = () => db.select().from(outbox).where(sql`${outbox.payload} ->> 'messageId' = ${words.id}`);
  return { ...room, file, sent, deleted, filed, owed };
}

it("keeps a message's files with it, and names them where it is answered", async () => {
  const { db, author, roomId, words, archive, file, sent, filed } = await withFile();
  const answer = { ...words, id: newId(), seq: 4, version: 4, body: "Good." };
  const quote = { messageId: words.id, seq: 3, authorId: author.id, excerpt: "plan.png" };
  const by = { actorId: author.id, at: sentAt, attachmentIds: [], action: "sent" as const };
  await archive([sent, { ...answer, ...by, quote }]);
  const { messages } = await loadArchivedMessages({ db }, { roomId, beforeSeq: 10, limit: 5 });
  expect(messages).toEqual([
    { ...words, body: "", attachments: [file] },
    { ...answer, quote },
  ]);
  expect(await filed()).toMatchObject({ messageId: words.id, removedAt: null });
});

it.each([
  ["one range", (sent: RoomChange, deleted: RoomChange) => [[{ ...sent, attachments: [] }, deleted]]],
  ["two", (sent: RoomChange, deleted: RoomChange) => [[sent], [deleted]]],
  ["the wrong order, and twice", (sent: RoomChange, deleted: RoomChange) => [[deleted], [sent], [deleted]]],
])("lets go of the files of a message that was taken back, in %s", async (_, rangesOf) => {
  const { archive, sent, deleted, filed, owed, words, stored } = await withFile();
  for (const range of rangesOf(sent, deleted)) await archive(range);
  expect(await filed()).toMatchObject({ messageId: words.id, removedAt: new Date(deleted.at) });
  expect(await stored()).toMatchObject([{ attachments: [], version: 7 }]);
  expect((await owed()).map(({ kind }) => kind)).toContain("live.remove-attachments");
});
