import { expect, it } from "vitest";
import type { Frame, RoomEvent } from "#domain/rooms/protocol.ts";
import { type Message, plainMessage, type RoomSnapshot } from "#domain/rooms/schema.ts";
import { emptyRoomState, leavesGap, type Outgoing, type RoomState, reduceRoom } from "./room-state.ts";
import { shownMessages } from "./shown-messages.ts";

const me = "11111111-1111-4111-8111-111111111111";
const other = "22222222-2222-4222-8222-222222222222";
const at = "2026-11-24T10:00:00.000Z";

const message = (seq: number, authorId = other): Message => ({
  id: `33333333-3333-4333-8333-${String(seq).padStart(12, "0")}`,
  seq,
  version: seq,
  authorId,
  body: `m${seq}`,
  sentAt: at,
  ...plainMessage,
});
const sent = (seq: number, clientId: string, authorId = other): RoomEvent => ({
  type: "sent",
  seq,
  at,
  clientId,
  message: message(seq, authorId),
});
const snapshot = (lastSeq: number, messages: Message[] = []): RoomSnapshot => ({
  lastSeq,
  members: [],
  former: [],
  moves: [],
  messages,
  more: false,
  reads: {},
  pins: [],
});
const outgoing = (clientId: string, body = "on its way"): Outgoing => ({
  command: { type: "send", clientId, body },
  at,
  state: "sending",
  refusal: null,
  seq: null,
});
const frames = (state: RoomState, ...list: Frame[]): RoomState =>
  list.reduce((s, frame) => reduceRoom(s, { type: "frame", frame }), state);
const queued = (state: RoomState, ...list: Outgoing[]) =>
  reduceRoom(state, { type: "queued", outgoing: list });

it("shows a message at once, and keeps its row when the room answers", () => {
  const asked = queued(emptyRoomState(snapshot(4)), outgoing("c1"));
  expect(shownMessages(asked, me)).toMatchObject([{ key: "c1", state: "sending", seq: null, authorId: me }]);
  const answered = frames(
    asked,
    { type: "event", event: sent(5, "c1", me) },
    { type: "ack", clientId: "c1", seq: 5 },
  );
  expect(answered.outgoing).toEqual([]);
  expect(shownMessages(answered, me)).toMatchObject([{ key: "c1", clientId: "c1", state: "sent", seq: 5 }]);
});

it("keeps a numbered message on screen until its event has arrived", () => {
  const acked = frames(queued(emptyRoomState(snapshot(4)), outgoing("c1")), {
    type: "ack",
    clientId: "c1",
    seq: 6,
  });
  expect(shownMessages(acked, me)).toMatchObject([{ key: "c1", seq: 6 }]);
  const caughtUp = frames(acked, { type: "reset", snapshot: snapshot(6, [message(6, me)]) });
  expect(shownMessages(caughtUp, me)).toHaveLength(1);
});

it("drops what was on its way when a repeat is answered", () => {
  const state = queued(emptyRoomState(snapshot(9, [message(9, me)])), outgoing("c1"));
  expect(frames(state, { type: "ack", clientId: "c1", seq: 9 }).outgoing).toEqual([]);
});

it("says why a message was refused, until it is tried again or discarded", () => {
  const refused = frames(queued(emptyRoomState(snapshot(1)), outgoing("c1")), {
    type: "error",
    code: "invalid_input",
    message: "Too long.",
    clientId: "c1",
  });
  expect(shownMessages(refused, me)).toMatchObject([{ state: "failed", refusal: "Too long." }]);
  const retried = reduceRoom(refused, { type: "retried", clientId: "c1" });
  expect(shownMessages(retried, me)).toMatchObject([{ state: "sending", refusal: null }]);
  expect(reduceRoom(refused, { type: "discarded", clientId: "c1" }).outgoing).toEqual([]);
});

it("forgets a refused edit, which shows nothing of its own", () => {
  const edit: Outgoing = {
    ...outgoing("c1"),
    command: { type: "edit", clientId: "c1", messageId: message(1).id, body: "x" },
  };
  const state = queued(emptyRoomState(snapshot(1)), edit);
  expect(shownMessages(state, me)).toEqual([]);
  const refused = frames(state, { type: "error", code: "not_allowed", message: "No.", clientId: "c1" });
  expect(refused.outgoing).toEqual([]);
  expect(frames(state, { type: "error", code: "rate_limited", message: "Slow." })).toBe(state);
});

it("applies an event once and leaves a gap to its caller", () => {
  const state = frames(emptyRoomState(snapshot(1)), { type: "event", event: sent(2, "x") });
  expect(frames(state, { type: "event", event: sent(2, "x") }).snapshot?.messages).toHaveLength(1);
  expect(leavesGap(state, sent(4, "y"))).toBe(true);
  expect(frames(state, { type: "event", event: sent(4, "y") })).toBe(state);
  expect(leavesGap(emptyRoomState(null), sent(1, "z"))).toBe(true);
});

it("changes and removes messages by the room's events, and takes in who joins", () => {
  const base = emptyRoomState(snapshot(2, [message(1), message(2)]));
  const changed = frames(
    base,
    {
      type: "event",
      event: { type: "edited", seq: 3, at, messageId: message(1).id, body: "new", mentions: [] },
    },
    { type: "event", event: { type: "deleted", seq: 4, at, messageId: message(2).id, by: null } },
    {
      type: "event",
      event: { type: "joined", seq: 5, at, member: { userId: me, name: "Me", joinedAt: at } },
    },
  );
  expect(shownMessages(changed, me)).toMatchObject([
    { body: "new", editedAt: at },
    { body: "", deletedAt: at },
  ]);
  expect(changed.snapshot?.members).toHaveLength(1);
});

it("follows who is here, who writes, and who has read how far", () => {
  const welcome: Frame = {
    type: "welcome",
    version: 1,
    userId: me,
    lastSeq: 1,
    recovered: true,
    online: [me],
    crowd: false,
    reads: { [me]: 1 },
    closed: false,
    blocked: false,
    slowSeconds: 0,
    waitSeconds: 0,
  };
  const state = frames(
    emptyRoomState(snapshot(1)),
    welcome,
    { type: "presence", userId: other, online: true },
    { type: "typing", userId: other, on: true },
    { type: "read", userId: other, seq: 1 },
  );
  expect(state).toMatchObject({ online: [me, other], typing: [other] });
  expect(state.snapshot?.reads).toEqual({ [me]: 1, [other]: 1 });
  expect(frames(state, { type: "event", event: sent(2, "x") }).typing).toEqual([]);
  expect(frames(state, { type: "typing", userId: other, on: false }).typing).toEqual([]);
  expect(reduceRoom(state, { type: "typing-ended", userId: other }).typing).toEqual([]);
  expect(frames(state, { type: "presence", userId: other, online: false }).online).toEqual([me]);
  expect(frames(state, { type: "pong" }, { type: "resync" })).toBe(state);
});

it("remembers since when the connection is lost, and that nobody is seen writing then", () => {
  const lost = reduceRoom(
    { ...emptyRoomState(snapshot(1)), typing: [other] },
    { type: "status", status: "reconnecting", at },
  );
  expect(lost).toMatchObject({ status: "reconnecting", since: at, typing: [] });
  const later = reduceRoom(lost, { type: "status", status: "offline", at: "2026-11-24T11:00:00.000Z" });
  expect(later.since).toBe(at);
  expect(reduceRoom(later, { type: "status", status: "open", at }).since).toBeNull();
});

it("puts older messages before the others, none twice", () => {
  const asked = reduceRoom(emptyRoomState({ ...snapshot(5, [message(4), message(5)]), more: true }), {
    type: "history-asked",
    what: "older",
  });
  expect(asked.fetching).toBe("older");
  const older = reduceRoom(asked, {
    type: "older",
    before: 4,
    messages: [message(2), message(3)],
    more: false,
  });
  expect(shownMessages(older, me).map(({ seq }) => seq)).toEqual([2, 3, 4, 5]);
  expect(older).toMatchObject({ fetching: null, snapshot: { more: false } });
  expect(reduceRoom(asked, { type: "history-failed" }).fetching).toBeNull();
  expect(
    reduceRoom(emptyRoomState(null), { type: "older", before: 1, messages: [], more: false }).snapshot,
  ).toBeNull();
});

it("is read from the moment that the room says so, and after a new start", () => {
  const open = emptyRoomState(snapshot(1));
  expect(frames(open, { type: "closed" }).closed).toBe(true);
  const welcome = { type: "welcome" as const, version: 1, userId: me, lastSeq: 1, recovered: true };
  expect(
    frames(open, {
      ...welcome,
      online: [me],
      crowd: false,
      reads: {},
      closed: true,
      blocked: false,
      slowSeconds: 0,
      waitSeconds: 0,
    }).closed,
  ).toBe(true);
});

it("shows a change and a taking back at once, and what stood there when the room refuses", () => {
  const base = emptyRoomState(snapshot(2, [message(1, me), message(2, me)]));
  const change = (clientId: string, command: "edit" | "delete", seq: number): Outgoing => ({
    ...outgoing(clientId),
    command:
      command === "edit"
        ? { type: "edit", clientId, messageId: message(seq).id, body: "better" }
        : { type: "delete", clientId, messageId: message(seq).id },
  });
  const asked = queued(base, change("c1", "edit", 1), change("c2", "delete", 2));
  expect(shownMessages(asked, me)).toMatchObject([
    { body: "better", editedAt: at, state: "sending" },
    { body: "", deletedAt: at, state: "sending" },
  ]);
  const refused = frames(asked, {
    type: "error",
    code: "conflict",
    message: "It is too late.",
    clientId: "c1",
  });
  expect(shownMessages(refused, me)[0]).toMatchObject({ body: "m1", editedAt: null, state: "sent" });
  expect(refused.refused).toBe("It is too late.");
  expect(queued(refused, outgoing("c3")).refused).toBeNull();
});

it("keeps the names that come with an open thread and with old pages, and passes over another thread's", () => {
  const thread = (messageId: string, name: string): Frame => ({
    ...{ type: "thread", messageId, messages: [message(1)] },
    former: [{ userId: other, name }],
  });
  const { id: messageId } = message(1);
  const opened = reduceRoom(emptyRoomState(snapshot(1)), { type: "thread-opened", messageId });
  const named = reduceRoom(opened, { type: "authors-met", authors: [{ userId: me, name: "Lin" }] });
  expect(frames(named, thread(messageId, "Kim")).authors).toEqual({ [me]: "Lin", [other]: "Kim" });
  expect(frames(named, thread(message(2).id, "Kim")).authors).toEqual({ [me]: "Lin" });
});
