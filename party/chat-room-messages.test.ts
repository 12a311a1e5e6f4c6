import { expect, it } from "vitest";
import { newId } from "#domain/ids.ts";
import type { Write } from "#domain/rooms/protocol.ts";
import { MAX_PINS, MAX_REACTIONS, type Message } from "#domain/rooms/schema.ts";
import { makeRoomOf, type RoomClient, roomStub, sitDown } from "#testing/live.ts";

type Ask<W = Write> = W extends Write ? Omit<W, "clientId"> : never;

/** Asks and waits for the room's answer. @returns the code of a refusal, or null */
async function ask(client: RoomClient, command: Ask): Promise<string | null> {
  const clientId = newId();
  client.send({ ...command, clientId } as Write);
  return Promise.race([
    client.take("ack", (ack) => ack.clientId === clientId).then(() => null),
    client.take("error", (error) => error.clientId === clientId).then(({ code }) => code),
  ]);
}

const messagesOf = async (roomId: string) => (await roomStub(roomId).snapshot()).messages;

/** A room of two in which the first has said something. */
async function afterOneMessage(body = "Shall we weld?") {
  const { roomId, members } = await makeRoomOf("Ada Byron", "Lin Chen");
  const [one, other] = [await sitDown(roomId, members[0]), await sitDown(roomId, members[1])];
  await one.say(body);
  const [message] = await messagesOf(roomId);
  return { roomId, members, one, other, message: message as Message, messageId: message?.id ?? "" };
}

it("counts each person's reaction once, tells everybody, and takes it back", async () => {
  const { roomId, members, one, other, messageId } = await afterOneMessage();
  const thumb = { type: "react", messageId, emoji: "👍🏽" } as const;
  expect(await ask(other, { ...thumb, on: true })).toBeNull();
  expect(await ask(other, { ...thumb, on: true })).toBeNull();
  expect(await ask(one, { ...thumb, on: true })).toBeNull();
  const [lin, ada] = [members[1].userId, members[0].userId];
  expect((await messagesOf(roomId))[0]?.reactions).toEqual([
    { emoji: "👍🏽", userId: lin },
    { emoji: "👍🏽", userId: ada },
  ]);
  expect((await one.take("event", ({ event }) => event.type === "reacted")).event).toMatchObject({
    userId: lin,
    on: true,
  });
  expect(await ask(other, { ...thumb, on: false })).toBeNull();
  expect((await messagesOf(roomId))[0]?.reactions).toEqual([{ emoji: "👍🏽", userId: ada }]);
});

it.each(["", "x", "<b>", "👍 👍", "1", "\u200d", "👍".repeat(20), "👍👍"])(
  "takes %j for no emoji",
  async (emoji) => {
    const { one, messageId } = await afterOneMessage();
    expect(await ask(one, { type: "react", messageId, emoji, on: true })).toBe("invalid_input");
  },
);

it("takes so many different reactions to a message, and more of the same", async () => {
  const { one, other, messageId } = await afterOneMessage();
  for (let i = 0; i < MAX_REACTIONS; i += 1) {
    const emoji = String.fromCodePoint(0x1f600 + i);
    expect(await ask(one, { type: "react", messageId, emoji, on: true })).toBeNull();
  }
  expect(await ask(one, { type: "react", messageId, emoji: "🎉", on: true })).toBe("conflict");
  expect(await ask(other, { type: "react", messageId, emoji: "😀", on: true })).toBeNull();
});

it("carries the first words of the message that another one answers, as they stand", async () => {
  const { roomId, members, one, other, messageId, message } = await afterOneMessage("a\n\n  first   idea");
  await ask(other, { type: "send", body: "Yes.", quoteId: messageId });
  const quoteNow = async () => (await messagesOf(roomId))[1]?.quote;
  const quote = { messageId, seq: message.seq, authorId: members[0].userId };
  expect(await quoteNow()).toEqual({ ...quote, excerpt: "a first idea" });
  await ask(one, { type: "edit", messageId, body: "a second idea" });
  expect(await quoteNow()).toEqual({ ...quote, excerpt: "a second idea" });
  await ask(one, { type: "delete", messageId });
  expect(await quoteNow()).toEqual({ ...quote, excerpt: "" });
});

it("brings back no words of a deleted message by a replay: not where they are quoted, nor where they were pinned", async () => {
  const { roomId, members, one, other, messageId } = await afterOneMessage("a secret");
  await ask(other, { type: "send", body: "I keep it.", quoteId: messageId });
  await ask(other, { type: "pin", messageId, on: true });
  await ask(one, { type: "edit", messageId, body: "another secret" });
  await ask(one, { type: "delete", messageId });
  const back = await sitDown(roomId, members[1], { after: 2 });
  await back.take("event", ({ event }) => event.type === "deleted");
  expect(JSON.stringify(back.frames)).toContain("I keep it.");
  expect(JSON.stringify(back.frames)).not.toContain("secret");
});

it("keeps replies under their message, and those alone in the room that are meant for it", async () => {
  const { roomId, one, other, messageId } = await afterOneMessage();
  await ask(other, { type: "send", body: "in the thread", threadId: messageId });
  await ask(one, { type: "send", body: "in both", threadId: messageId, inRoom: true });
  expect((await messagesOf(roomId)).map(({ body }) => body)).toEqual(["Shall we weld?", "in both"]);
  one.send({ type: "thread", messageId });
  const { messages } = await one.take("thread");
  expect(messages.map(({ body }) => body)).toEqual(["Shall we weld?", "in the thread", "in both"]);
  expect(messages[0]?.thread).toEqual({
    replies: 2,
    lastSeq: messages[2]?.seq,
    lastAt: messages[2]?.sentAt,
  });
  // a reply to a reply stands under the same message
  await ask(one, { type: "send", body: "deeper", threadId: messages[1]?.id ?? "" });
  other.send({ type: "thread", messageId });
  expect((await other.take("thread")).messages.at(-1)).toMatchObject({ body: "deeper", threadId: messageId });
});

it("pins a message for everybody, keeps the order of pinning, and forgets what was deleted", async () => {
  const { roomId, one, other, messageId } = await afterOneMessage();
  await other.say("second");
  const second = (await messagesOf(roomId))[1]?.id ?? "";
  await ask(other, { type: "pin", messageId: second, on: true });
  await ask(one, { type: "pin", messageId, on: true });
  await ask(one, { type: "pin", messageId, on: true });
  const pinned = async () => (await roomStub(roomId).snapshot()).pins.map(({ body }) => body);
  expect(await pinned()).toEqual(["second", "Shall we weld?"]);
  await ask(one, { type: "pin", messageId, on: false });
  expect(await pinned()).toEqual(["second"]);
  await ask(other, { type: "delete", messageId: second });
  expect(await pinned()).toEqual([]);
});

it("pins so many messages and no more", async () => {
  const { roomId, members, one } = await afterOneMessage();
  for (let i = 1; i <= MAX_PINS; i += 1) await one.say(`${i}`);
  // a person may send so many frames; a second one of the same room helps out
  const other = await sitDown(roomId, members[1]);
  const answers: (string | null)[] = [];
  const { messages } = await roomStub(roomId).history(1_000, 100);
  for (const { id } of messages) answers.push(await ask(other, { type: "pin", messageId: id, on: true }));
  expect(answers).toEqual([...Array.from({ length: MAX_PINS }, () => null), "conflict"]);
});

it.each([
  ["react to", { type: "react", emoji: "👍", on: true }],
  ["pin", { type: "pin", on: true }],
] as const)("can't %s a message that is deleted or not there", async (_, command) => {
  const { one, messageId } = await afterOneMessage();
  await ask(one, { type: "delete", messageId });
  expect(await ask(one, { ...command, messageId })).toBe("conflict");
  expect(await ask(one, { ...command, messageId: newId() })).toBe("not_found");
});

it("can't answer a message that is not there, and shows no thread of one", async () => {
  const { one } = await afterOneMessage();
  expect(await ask(one, { type: "send", body: "x", quoteId: newId() })).toBe("not_found");
  expect(await ask(one, { type: "send", body: "x", threadId: newId() })).toBe("not_found");
  one.send({ type: "thread", messageId: newId() });
  expect(await one.take("error")).toMatchObject({ code: "not_found" });
});

it("knows whom a message names, also when it is changed", async () => {
  const { roomId, members, one, messageId } = await afterOneMessage("Hello @lin chen, and @Ada");
  expect((await messagesOf(roomId))[0]?.mentions).toEqual([members[1].userId]);
  await ask(one, { type: "edit", messageId, body: "Hello all" });
  expect((await messagesOf(roomId))[0]?.mentions).toEqual([]);
});

it("serves a page of the version before: numbers without a gap, and nothing that it can't read", async () => {
  const { roomId, members, one } = await afterOneMessage();
  const old = await sitDown(roomId, members[1], { v: 2, after: 2 });
  expect(await old.take("welcome")).toMatchObject({ version: 2, recovered: true });
  await old.take("event", ({ event }) => event.type === "sent" && event.message.body === "Shall we weld?");
  const bo = { ...members[1], userId: newId(), name: "Bo" };
  await roomStub(roomId).open([bo]);
  // nobody by that id is a member in the database
  await roomStub(roomId).lookAt(bo.userId);
  await one.say("still served");
  const events = [];
  for (let i = 0; i < 3; i += 1) events.push((await old.take("event")).event);
  expect(events).toMatchObject([
    { type: "joined", seq: 4, member: bo },
    { type: "joined", seq: 5, member: { userId: members[0].userId } },
    { type: "sent", seq: 6 },
  ]);
  const again = await sitDown(roomId, members[1], { v: 2, after: 4 });
  expect((await again.take("event")).event).toMatchObject({ type: "joined", seq: 5 });
  expect(await old.say("and heard")).toBe(7);
});
