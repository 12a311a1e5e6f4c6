import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import { makeReceipt } from "#domain/attachments/receipt.ts";
import type { Receipt } from "#domain/attachments/schema.ts";
import { newId } from "#domain/ids.ts";
import type { Command } from "#domain/rooms/protocol.ts";
import { makeRoomOf, type RoomClient, roomStub, sitDown } from "#testing/live.ts";

async function twoInARoom() {
  const { roomId, members } = await makeRoomOf("Ada", "Lin");
  const [one, other] = [await sitDown(roomId, members[0]), await sitDown(roomId, members[1])];
  const receiptOf = (file: object = {}, place: object = {}) =>
    makeReceipt(
      env.AUTH_SECRET,
      { roomId, userId: members[0].userId, ...place },
      { id: newId(), name: "plan.png", type: "image/png", size: 5, width: 4, height: 3, ...file },
      Date.now(),
    );
  return { roomId, members, one, other, receiptOf };
}

/** Sends files. @returns the event's number, or the code of a refusal */
function send(client: RoomClient, attachments: Receipt[], body = "", clientId = newId()) {
  client.send({ type: "send", clientId, body, attachments } satisfies Command);
  return Promise.race([
    client.take("ack", (ack) => ack.clientId === clientId).then(({ seq }) => seq),
    client.take("error", (error) => error.clientId === clientId).then(({ code }) => code),
  ]);
}

const messagesOf = async (roomId: string) => (await roomStub(roomId).snapshot()).messages;
const fileOf = ({ until: _, signature: __, ...file }: Receipt) => file;

it("carries files without a word, once for each client id", async () => {
  const { roomId, one, other, receiptOf } = await twoInARoom();
  const [receipt, clientId] = [receiptOf(), newId()];
  const seq = await send(one, [receipt], "", clientId);
  expect(await send(one, [receipt], "", clientId)).toBe(seq);
  // an answer that was lost is given even when the receipt is too old by then
  expect(await send(one, [{ ...receipt, until: 0 }], "", clientId)).toBe(seq);
  const { event } = await other.take("event", ({ event }) => event.type === "sent");
  expect(event).toMatchObject({ seq, message: { body: "", attachments: [fileOf(receipt)] } });
  expect(await messagesOf(roomId)).toMatchObject([{ attachments: [fileOf(receipt)] }]);
  expect(JSON.stringify(await messagesOf(roomId))).not.toContain(receipt.signature);
});

it("believes no receipt that was changed, is too old, or is for somebody or somewhere else", async () => {
  const { roomId, members, one, other, receiptOf } = await twoInARoom();
  const receipt = receiptOf();
  for (const wrong of [
    { ...receipt, name: "other.png" },
    { ...receipt, type: "text/html" },
    { ...receipt, until: receipt.until + 1 },
    { ...receipt, id: newId() },
    receiptOf({}, { userId: members[1].userId }),
    receiptOf({}, { roomId: newId() }),
    makeReceipt(env.AUTH_SECRET, { roomId, userId: members[0].userId }, fileOf(receipt), 0),
  ]) {
    expect(await send(one, [wrong])).toBe("invalid_input");
  }
  expect(await send(other, [receipt])).toBe("invalid_input");
  expect(await messagesOf(roomId)).toEqual([]);
});

it("takes a file into one message, and so many into each", async () => {
  const { one, receiptOf } = await twoInARoom();
  const receipt = receiptOf();
  expect(await send(one, [receipt, receipt])).toBe("conflict");
  expect(await send(one, [receipt])).toBeTypeOf("number");
  expect(await send(one, [receipt])).toBe("conflict");
  const files = Array.from({ length: 6 }, () => receiptOf());
  expect(await send(one, files)).toBe("invalid_input");
  expect(await send(one, files.slice(1), "five plans")).toBeTypeOf("number");
  expect(await send(one, [])).toBe("invalid_input");
});

it("names files where there are no words: in an answer, a notification, a preview", async () => {
  const { roomId, members, one, other, receiptOf } = await twoInARoom();
  await send(one, [receiptOf(), receiptOf({ name: "list.pdf", type: "application/pdf" })]);
  const [{ id } = { id: "" }] = await messagesOf(roomId);
  const clientId = newId();
  other.send({ type: "send", clientId, body: "Thanks", quoteId: id });
  await other.take("ack", (ack) => ack.clientId === clientId);
  const [, answer] = await messagesOf(roomId);
  expect(answer?.quote).toMatchObject({ excerpt: "plan.png, list.pdf", authorId: members[0].userId });
});

it("brings back no file of a deleted message by a replay, and tells the archive which went", async () => {
  const { roomId, members, one, receiptOf } = await twoInARoom();
  const receipt = receiptOf({ name: "secret.png" });
  const seq = await send(one, [receipt], "look");
  const [{ id } = { id: "" }] = await messagesOf(roomId);
  one.send({ type: "pin", clientId: newId(), messageId: id, on: true });
  one.send({ type: "delete", clientId: newId(), messageId: id });
  await one.take("event", ({ event }) => event.type === "deleted");
  const back = await sitDown(roomId, members[1], { after: 2 });
  await back.take("event", ({ event }) => event.type === "deleted");
  expect(await messagesOf(roomId)).toMatchObject([{ attachments: [], deletedAt: expect.any(String) }]);
  expect(JSON.stringify(back.frames)).not.toContain("secret.png");
  const changes = await roomStub(roomId).changes(Number(seq), Number(seq) + 2);
  expect(changes.map(({ action, attachmentIds }) => [action, attachmentIds])).toEqual([
    ["sent", [receipt.id]],
    ["pinned", [receipt.id]],
    ["deleted", [receipt.id]],
  ]);
  // what went with its message is not sent again
  expect(await send(one, [receipt])).toBe("conflict");
});

it("keeps files when the words beside them are changed", async () => {
  const { roomId, one, receiptOf } = await twoInARoom();
  await send(one, [receiptOf()]);
  const [{ id } = { id: "" }] = await messagesOf(roomId);
  one.send({ type: "edit", clientId: newId(), messageId: id, body: "The plan" });
  await one.take("event", ({ event }) => event.type === "edited");
  expect(await messagesOf(roomId)).toMatchObject([{ body: "The plan", attachments: [{ name: "plan.png" }] }]);
});

it("says in the inbox what came, where it came without words", async () => {
  const { roomId, members } = await makeRoomOf("Ada", "Lin");
  const one = await sitDown(roomId, members[0]);
  const file = { id: newId(), name: "plan.png", type: "image/png", size: 5, width: 4, height: 3 };
  await send(one, [makeReceipt(env.AUTH_SECRET, { roomId, userId: members[0].userId }, file, Date.now())]);
  const inbox = env.USER_INBOX.getByName(members[1].userId);
  await expect
    .poll(async () => (await inbox.state()).rooms.find((room) => room.roomId === roomId)?.preview, {
      timeout: 8_000,
    })
    .toBe("plan.png");
});
