import { runInDurableObject } from "cloudflare:test";
import fc from "fast-check";
import { expect, it } from "vitest";
import type { Receipt } from "#domain/attachments/schema.ts";
import { newId } from "#domain/ids.ts";
import { applyEvent, applyRead, applyToThread } from "#domain/rooms/apply-event.ts";
import type { RoomEvent, Write } from "#domain/rooms/protocol.ts";
import type { Message, RoomSnapshot } from "#domain/rooms/schema.ts";
import { roomStub } from "#testing/live.ts";
import { ChatRoomStore } from "./chat-room-store.ts";
import { removeMessage, writeCommand } from "./chat-room-writes.ts";

const people = ["Ada", "Lin", "Bo"].map((name) => ({
  userId: newId(),
  name,
  joinedAt: "2026-11-24T09:00:00Z",
}));
const moderatorId = newId();
const at = "2026-11-24T10:00:00.000Z";

const words = fc.oneof(
  fc.string({ minLength: 1, maxLength: 20 }),
  fc.constantFrom("@Ada look", "@lin, @Bo", "a\n\nlonger    text"),
);
const step = fc.record({
  kind: fc.constantFrom(
    ...[
      "send",
      "send",
      "file",
      "quote",
      "reply",
      "reply",
      "edit",
      "delete",
      "repeat",
      "read",
      "join",
      "join",
      "leave",
      "leave",
      "rename",
      "remove",
    ],
    ...["react", "react", "unreact", "pin", "unpin"],
  ),
  who: fc.nat({ max: 2 }),
  which: fc.nat({ max: 30 }),
  body: words,
  inRoom: fc.boolean(),
});
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

const aFile = (): Receipt => ({
  ...{ id: newId(), name: "plan.png", type: "image/png", size: 5, width: 4, height: 3 },
  ...{ until: 0, signature: "" },
});

/** A file without words, answered, pinned, taken back: too rare to be met by chance. */
const fileAndAnswer: Step[] = ["file", "quote", "pin", "delete"].map((kind) => ({
  ...{ kind, who: 0, which: 0, body: "Good.", inRoom: true },
}));

/** All messages of the room, replies too, in order. */
const everything = (store: ChatRoomStore): Message[] => {
  const shown = store.snapshot(100).messages;
  const roots = [...shown, ...shown.flatMap(({ id }) => store.messages.thread(id, 100).slice(1))];
  return [...new Map(roots.map((message) => [message.id, message])).values()].sort((x, y) => x.seq - y.seq);
};

/** Takes one step as a room does. @returns the event that clients hear of, if any */
function take(store: ChatRoomStore, one: Step, clientIds: string[]): RoomEvent | null {
  const { kind, who, which } = one;
  const person = people[who];
  if (!person) return null;
  if (kind === "join") return store.join(person, at);
  if (kind === "rename") return store.join({ ...person, name: `${person.name} ${which % 3}` }, at);
  if (kind === "leave") return store.leave(person.userId, at);
  // the door has closed behind them
  if (store.members.known(person.userId)?.gone) return null;
  if (kind === "read") {
    store.markRead(person.userId, which);
    return null;
  }
  if (kind === "remove") {
    const messages = everything(store);
    const messageId = messages[which % Math.max(1, messages.length)]?.id ?? newId();
    // a moderator, who is no member
    return removeMessage(store, { messageId, by: moderatorId, at });
  }
  const known = kind === "repeat" ? clientIds[which % Math.max(1, clientIds.length)] : undefined;
  const command = commandOf(store, one, person.userId, known ?? newId());
  if (!command) return null;
  clientIds.push(command.clientId);
  const admit = ({ until: _, signature: __, ...file }: Receipt) => file;
  return writeCommand(store, person.userId, command, at, admit).event;
}

function commandOf(
  store: ChatRoomStore,
  { kind, which, body, inRoom }: Step,
  userId: string,
  clientId: string,
): Write | null {
  if (kind === "send" || kind === "repeat") return { type: "send", clientId, body };
  if (kind === "file") return { type: "send", clientId, body: inRoom ? "" : body, attachments: [aFile()] };
  const standing = everything(store).filter(({ deletedAt }) => !deletedAt);
  const own = standing.filter(({ authorId }) => authorId === userId);
  const among = kind === "edit" || kind === "delete" ? own : standing;
  const messageId = among[which % Math.max(1, among.length)]?.id;
  if (!messageId) return null;
  const emoji = ["👍", "🎉"][which % 2] ?? "👍";
  switch (kind) {
    case "quote":
      return { type: "send", clientId, body, quoteId: messageId };
    case "reply":
      return { type: "send", clientId, body, threadId: messageId, inRoom };
    case "edit":
      return { type: "edit", clientId, messageId, body };
    case "delete":
      return { type: "delete", clientId, messageId };
    case "react":
    case "unreact":
      return { type: "react", clientId, messageId, emoji, on: kind === "react" };
    default:
      return { type: "pin", clientId, messageId, on: kind === "pin" };
  }
}

/** Of those who left, whoever wrote something that is still here; a client may know the names of others too. */
const knowsNames = (one: RoomSnapshot, fresh: RoomSnapshot) =>
  fresh.former.every(({ userId, name }) =>
    [...one.members, ...one.former].some((known) => known.userId === userId && known.name === name),
  );

/** What a client shows after the missed events: the newest messages, and the welcome's read marks. */
function caughtUp(stale: RoomSnapshot, missed: RoomEvent[], fresh: RoomSnapshot): RoomSnapshot {
  const state = missed.reduce(applyEvent, stale);
  const more = state.more || state.messages.length > fresh.messages.length;
  return {
    ...state,
    messages: state.messages.slice(-fresh.messages.length || undefined),
    more,
    reads: fresh.reads,
    former: knowsNames(state, fresh) ? fresh.former : state.former,
  };
}

it("gives the same by missed events on a stale snapshot as by a fresh one, after any history, cut anywhere", async () => {
  const kinds = fc.constantFrom("direct" as const, "community" as const);
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 60 }),
      fc.nat({ max: 60 }),
      kinds,
      async (steps, cutAt, kind) => {
        await runInDurableObject(roomStub(newId()), (_, { storage }) => {
          const store = new ChatRoomStore(storage);
          store.hydrate({ messages: [], more: false, lastSeq: 0 });
          store.terms.describe({ kind, title: "Welding" });
          const clientIds: string[] = [];
          let stale = store.snapshot(10);
          let open = new Map<string, Message[]>();
          const heard: RoomEvent[] = [];
          for (const [index, one] of steps.entries()) {
            if (index === cutAt) {
              stale = store.snapshot(10);
              open = new Map(everything(store).map(({ id }) => [id, store.messages.thread(id, 100)]));
            }
            const event = take(store, one, clientIds);
            if (event) heard.push(event);
          }
          const fresh = store.snapshot(10);
          const missed = store.events.after(stale.lastSeq, 1_000);
          expect(heard.map(({ seq }) => seq)).toEqual(heard.map((_, i) => i + 1));
          expect(caughtUp(stale, missed ?? [], fresh)).toEqual(fresh);
          for (const [id, thread] of open) {
            expect((missed ?? []).reduce(applyToThread, thread)).toEqual(store.messages.thread(id, 100));
          }
          // a doubled delivery changes nothing
          expect(caughtUp(stale, [...(missed ?? []), ...(missed ?? [])], fresh)).toEqual(fresh);
        });
      },
    ),
    { numRuns: 100, examples: [...Array(5).keys()].map((cutAt) => [fileAndAnswer, cutAt, "direct"]) },
  );
}, 60_000);

it("moves read marks forward only", () => {
  expect(applyRead({ a: 5 }, "a", 3)).toEqual({ a: 5 });
  expect(applyRead({}, "a", 3)).toEqual({ a: 3 });
});

it("reads each page of a history once", async () => {
  await runInDurableObject(roomStub(newId()), (_, { storage }) => {
    const store = new ChatRoomStore(storage);
    store.hydrate({ messages: [], more: true, lastSeq: 4 });
    for (let i = 0; i < 5; i += 1) {
      writeCommand(store, newId(), { type: "send", clientId: newId(), body: `${i}` }, at);
    }
    const newest = store.history(Number.MAX_SAFE_INTEGER, 3);
    expect(newest.messages.map(({ body }) => body)).toEqual(["2", "3", "4"]);
    const older = store.history(newest.messages[0]?.seq ?? 0, 3);
    expect(older).toMatchObject({
      messages: [
        { body: "0", seq: 5 },
        { body: "1", seq: 6 },
      ],
      more: true,
    });
  });
});
