import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { archivedMessages, users } from "#db/tables/index.ts";
import { newId } from "#domain/ids.ts";
import { archiveRoom } from "#domain/rooms/archive-room.ts";
import { carryOutRemoval } from "#domain/rooms/carry-out-removal.ts";
import { loadMessages } from "#domain/rooms/load-messages.ts";
import { loadVersions } from "#domain/rooms/load-versions.ts";
import type { Write } from "#domain/rooms/protocol.ts";
import { removeMessage } from "#domain/rooms/remove-message.ts";
import type { Message } from "#domain/rooms/schema.ts";
import { actorOf } from "#testing/actor.ts";
import { testContext, testJobContext } from "#testing/context.ts";
import { makeUser } from "#testing/factories.ts";
import { liveRooms, makeRoomOf, type RoomClient, roomStub, sitDown } from "#testing/live.ts";

const { db } = testContext();
const FIRST = 3;
const LAST = 512;

/** A room whose archive holds more than it takes from there: of messages 3 to 512 the first ten stay in the archive. */
async function aLongConversation() {
  const { roomId, members } = await makeRoomOf("Ada", "Lin");
  const ids = Array.from({ length: LAST - FIRST + 1 }, () => newId());
  const idOf = (seq: number) => ids[seq - FIRST] ?? "";
  const rows = ids.map((id, n) => ({
    ...{ roomId, id, seq: n + FIRST, version: n + FIRST, authorId: members[0].userId },
    body: `old ${n + FIRST}`,
    sentAt: new Date(Date.UTC(2026, 0, 1, 9, 0, n)),
    ...(n + FIRST === 4 && { threadId: idOf(3), inRoom: false }),
    ...(n + FIRST === 5 && { quoteId: idOf(3) }),
  }));
  await db.insert(archivedMessages).values(rows);
  const [ada, lin] = [await sitDown(roomId, members[0]), await sitDown(roomId, members[1])];
  const [reader] = await db.select().from(users).where(eq(users.id, members[1].userId));
  if (!reader) throw new Error("nobody");
  const ctx = testContext({ actor: actorOf(reader) });
  return { roomId, members, ada, lin, ctx, idOf };
}

async function ask(client: RoomClient, command: Write): Promise<string | number> {
  const { clientId } = command;
  client.send(command);
  return Promise.race([
    client.take("ack", (ack) => ack.clientId === clientId).then(({ seq }) => seq),
    client.take("error", (error) => error.clientId === clientId).then(({ code }) => code),
  ]);
}

/** The whole room as somebody reads it who pages back from its end. */
async function readBack(ctx: Parameters<typeof loadMessages>[0], roomId: string): Promise<Message[]> {
  const all: Message[] = [];
  for (let before = Number.MAX_SAFE_INTEGER, more = true; more; ) {
    const page = await loadMessages(ctx, { roomId, before, limit: 101 });
    all.unshift(...page.messages);
    before = page.messages[0]?.seq ?? 0;
    more = page.more;
  }
  return all;
}

it("takes changes of messages that only the archive holds, and shows them at once across the seam", async () => {
  const { roomId, members, ada, lin, ctx, idOf } = await aLongConversation();
  const edited = { type: "edit", clientId: newId(), messageId: idOf(3), body: "changed" } as const;
  expect(await ask(lin, edited)).toBe("not_allowed");
  expect(await ask(ada, { ...edited, clientId: newId() })).toBe(515);
  expect(await ask(ada, { type: "delete", clientId: newId(), messageId: idOf(6) })).toBe(516);
  const thumb = { type: "react", messageId: idOf(7), emoji: "👍", on: true } as const;
  expect(await ask(lin, { ...thumb, clientId: newId() })).toBe(517);
  expect(await ask(lin, { type: "pin", clientId: newId(), messageId: idOf(5), on: true })).toBe(518);
  const reply = { type: "send", clientId: newId(), body: "late", threadId: idOf(4) } as const;
  expect(await ask(lin, reply)).toBe(519);
  expect(await ask(lin, { type: "send", clientId: newId(), body: "on that", quoteId: idOf(8) })).toBe(520);
  expect(await ask(lin, { ...edited, clientId: newId(), messageId: newId() })).toBe("not_found");
  expect(await ask(ada, { ...edited, clientId: newId(), messageId: idOf(6) })).toBe("conflict");

  const read = await readBack(ctx, roomId);
  const shown = Array.from({ length: LAST - FIRST + 1 }, (_, n) => n + FIRST).filter((seq) => seq !== 4);
  expect(read.map(({ seq }) => seq)).toEqual([...shown, 520]);
  const onward = await loadMessages(ctx, { roomId, after: 2, limit: 6 });
  expect(onward.messages).toEqual(read.slice(0, 6));
  expect(read.slice(0, 5)).toMatchObject([
    { body: "changed", thread: { replies: 2, lastSeq: 519 } },
    { body: "old 5", pin: { seq: 518 }, quote: { messageId: idOf(3), excerpt: "changed" } },
    { body: "", deletedAt: expect.any(String) },
    { body: "old 7", reactions: [{ emoji: "👍", userId: members[1].userId }] },
    { body: "old 8" },
  ]);
  expect(read.at(-1)?.quote).toMatchObject({ messageId: idOf(8), excerpt: "old 8" });

  await archiveRoom(testJobContext({ rooms: liveRooms }), { roomId, fromSeq: 515, toSeq: 520 });
  const [row] = await db
    .select()
    .from(archivedMessages)
    .where(eq(archivedMessages.id, idOf(3)));
  expect(row).toMatchObject({ body: "changed", version: 515 });
  expect(await readBack(ctx, roomId)).toEqual(read);
});

it("does what somebody asks in the order of asking, though the archive has to be asked in between", async () => {
  const { roomId, lin, idOf } = await aLongConversation();
  const clientIds = [newId(), newId(), newId()] as const;
  lin.send({ type: "react", clientId: clientIds[0], messageId: idOf(3), emoji: "👍", on: true });
  lin.send({ type: "send", clientId: clientIds[1], body: "after that" });
  lin.send({ type: "react", clientId: clientIds[2], messageId: idOf(3), emoji: "👍", on: false });
  const acks = [await lin.take("ack"), await lin.take("ack"), await lin.take("ack")];
  expect(acks.map(({ clientId, seq }) => [clientId, seq])).toEqual([
    [clientIds[0], 515],
    [clientIds[1], 516],
    [clientIds[2], 517],
  ]);
  expect((await roomStub(roomId).snapshot()).messages.at(-1)).toMatchObject({ body: "after that" });
});

it("opens a thread that only the archive holds, and tells of a message there what it said", async () => {
  const { roomId, lin, ctx, idOf } = await aLongConversation();
  lin.send({ type: "thread", messageId: idOf(3) });
  const { messages } = await lin.take("thread");
  expect(messages.map(({ body }) => body)).toEqual(["old 3", "old 4"]);
  expect(await roomStub(roomId).thread(idOf(3))).toEqual(messages);
  expect(await loadVersions(ctx, { roomId, messageId: idOf(9) })).toMatchObject([{ body: "old 9" }]);
  lin.send({ type: "thread", messageId: newId() });
  expect(await lin.take("error")).toMatchObject({ code: "not_found" });
});

it("takes out for a moderator a message that only the archive holds, there too", async () => {
  const { roomId, lin, ctx, idOf } = await aLongConversation();
  const moderator = await makeUser(db, { roles: ["moderator"] });
  const asked = { roomId, messageId: idOf(9) };
  await removeMessage(testContext({ actor: actorOf(moderator) }), asked);
  const job = testJobContext({ rooms: liveRooms });
  await carryOutRemoval(job, { ...asked, userId: moderator.id });
  const { event } = await lin.take("event", (frame) => frame.event.type === "deleted");
  expect(event).toMatchObject({ seq: 515, messageId: idOf(9), by: moderator.id });
  const gone = { id: idOf(9), body: "", deletedBy: moderator.id, version: 515 };
  expect((await loadMessages(ctx, { roomId, after: 8, limit: 1 })).messages).toMatchObject([gone]);
  await archiveRoom(job, { roomId, fromSeq: 515, toSeq: 515 });
  const [row] = await db
    .select()
    .from(archivedMessages)
    .where(eq(archivedMessages.id, idOf(9)));
  expect(row).toMatchObject(gone);
});
