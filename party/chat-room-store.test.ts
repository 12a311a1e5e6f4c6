import { runInDurableObject } from "cloudflare:test";
import fc from "fast-check";
import { expect, it } from "vitest";
import { newId } from "#domain/ids.ts";
import { applyEvent, applyRead, type RoomEvent, type RoomSnapshot } from "#domain/rooms/protocol.ts";
import { roomStub } from "#testing/live.ts";
import { ChatRoomStore } from "./chat-room-store.ts";
import { writeCommand } from "./chat-room-writes.ts";

const people = ["Ada", "Lin", "Bo"].map((name) => ({
  userId: newId(),
  name,
  joinedAt: "2026-11-24T09:00:00Z",
}));
const at = "2026-11-24T10:00:00.000Z";

const step = fc.record({
  kind: fc.constantFrom("send", "send", "send", "edit", "delete", "repeat", "read", "join"),
  who: fc.nat({ max: 2 }),
  which: fc.nat({ max: 30 }),
  body: fc.string({ minLength: 1, maxLength: 20 }),
});
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** Takes one step as a room does. @returns the event that clients hear of, if any */
function take(store: ChatRoomStore, { kind, who, which, body }: Step, clientIds: string[]): RoomEvent | null {
  const person = people[who];
  if (!person) return null;
  const { userId } = person;
  if (kind === "join") return store.join(person, at);
  if (kind === "read") {
    store.markRead(userId, which);
    return null;
  }
  const { messages } = store.snapshot(100);
  const own = messages.filter(({ authorId, deletedAt }) => authorId === userId && !deletedAt);
  const messageId = own[which % Math.max(1, own.length)]?.id;
  const clientId =
    kind === "repeat" ? (clientIds[which % Math.max(1, clientIds.length)] ?? newId()) : newId();
  clientIds.push(clientId);
  if (kind === "send" || kind === "repeat")
    return writeCommand(store, userId, { type: "send", clientId, body }, at).event;
  if (!messageId) return null;
  if (kind === "edit")
    return writeCommand(store, userId, { type: "edit", clientId, messageId, body }, at).event;
  return writeCommand(store, userId, { type: "delete", clientId, messageId }, at).event;
}

/** What a client shows after the missed events: the newest messages, and the welcome's read marks. */
function caughtUp(stale: RoomSnapshot, missed: RoomEvent[], fresh: RoomSnapshot): RoomSnapshot {
  const state = missed.reduce(applyEvent, stale);
  const more = state.more || state.messages.length > fresh.messages.length;
  return {
    ...state,
    messages: state.messages.slice(-fresh.messages.length || undefined),
    more,
    reads: fresh.reads,
  };
}

it("gives the same by missed events on a stale snapshot as by a fresh one, after any history, cut anywhere", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), fc.nat({ max: 60 }), async (steps, cutAt) => {
      await runInDurableObject(roomStub(newId()), (_, { storage }) => {
        const store = new ChatRoomStore(storage);
        store.hydrate({ messages: [], more: false, lastSeq: 0 });
        const clientIds: string[] = [];
        let stale = store.snapshot(10);
        const heard: RoomEvent[] = [];
        for (const [index, one] of steps.entries()) {
          if (index === cutAt) stale = store.snapshot(10);
          const event = take(store, one, clientIds);
          if (event) heard.push(event);
        }
        const fresh = store.snapshot(10);
        const missed = store.eventsAfter(stale.lastSeq, 1_000);
        expect(heard.map(({ seq }) => seq)).toEqual(heard.map((_, i) => i + 1));
        expect(caughtUp(stale, missed ?? [], fresh)).toEqual(fresh);
        // a doubled delivery changes nothing
        expect(caughtUp(stale, [...(missed ?? []), ...(missed ?? [])], fresh)).toEqual(fresh);
      });
    }),
    { numRuns: 60 },
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
