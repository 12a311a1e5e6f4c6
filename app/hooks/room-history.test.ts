import fc from "fast-check";
import { expect, it } from "vitest";
import { changeMessages } from "#domain/rooms/apply-event.ts";
import type { RoomEvent } from "#domain/rooms/protocol.ts";
import { type Message, plainMessage } from "#domain/rooms/schema.ts";
import {
  HISTORY_PAGE,
  type HistoryAction,
  type HistoryState,
  heldMessages,
  historyAfter,
  MAX_SHOWN,
  nearEnd,
  reduceHistory,
} from "./room-history.ts";

const at = "2026-11-24T10:00:00.000Z";
const author = "22222222-2222-4222-8222-222222222222";
const idOf = (seq: number) => `33333333-3333-4333-8333-${String(seq).padStart(12, "0")}`;

/** A room that answers from its whole history, as it stands when it is asked. */
class WholeRoom {
  messages: Message[] = [];
  lastSeq = 0;

  constructor(count: number) {
    for (let i = 0; i < count; i += 1) this.say();
  }

  say(): RoomEvent {
    const seq = ++this.lastSeq;
    const words = { id: idOf(seq), seq, version: seq, authorId: author, body: `m${seq}`, sentAt: at };
    const message: Message = { ...words, ...plainMessage };
    this.messages = [...this.messages, message];
    return { type: "sent", seq, at, clientId: idOf(seq), message };
  }

  edit(nth: number): RoomEvent {
    const seq = ++this.lastSeq;
    const messageId = this.messages[nth % this.messages.length]?.id ?? "";
    const event: RoomEvent = { type: "edited", seq, at, messageId, body: `edited by ${seq}`, mentions: [] };
    this.messages = changeMessages(this.messages, event);
    return event;
  }

  snapshot() {
    const messages = this.messages.slice(-HISTORY_PAGE);
    const more = this.messages.length > HISTORY_PAGE;
    return { lastSeq: this.lastSeq, members: [], former: [], moves: [], messages, more, reads: {}, pins: [] };
  }

  before(seq: number) {
    const all = this.messages.filter((one) => one.seq < seq);
    return { messages: all.slice(-HISTORY_PAGE), more: all.length > HISTORY_PAGE };
  }

  after(seq: number) {
    const all = this.messages.filter((one) => one.seq > seq);
    return { messages: all.slice(0, HISTORY_PAGE), more: all.length > HISTORY_PAGE };
  }

  answer(what: Asked, state: HistoryState, nth: number): HistoryAction {
    const held = heldMessages(state);
    const before = held[0]?.seq ?? 0;
    const after = held.at(-1)?.seq ?? 0;
    if (what === "older") return { type: "older", before, ...this.before(before) };
    if (what === "newer") return { type: "newer", after, ...this.after(after) };
    const { seq } = this.messages[nth % this.messages.length] ?? { seq: 0 };
    const [older, newer] = [this.before(seq + 1), this.after(seq)];
    const messages = [...older.messages, ...newer.messages];
    return { type: "far", messages, more: older.more, newer: newer.more };
  }
}

type Asked = NonNullable<HistoryState["fetching"]>;

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ ask: fc.constantFrom<Asked>("older", "newer", "far"), nth: fc.nat() }),
  },
  { weight: 2, arbitrary: fc.record({ say: fc.nat({ max: 60 }) }) },
  { weight: 2, arbitrary: fc.record({ edit: fc.nat() }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      "answer" as const,
      "reset" as const,
      "newest-wanted" as const,
      "end-seen" as const,
    ),
  },
);

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** A reader who walks through the room while it goes on; what they ask for comes when they ask again, or at "answer". */
class Reader {
  state: HistoryState;
  #underWay: HistoryAction | null = null;

  constructor(readonly room: WholeRoom) {
    this.state = nearEnd(room.snapshot());
  }

  take(one: Step): void {
    const { room } = this;
    if (typeof one === "string") this.#do(one);
    else if ("say" in one) for (let i = 0; i < one.say; i += 1) this.#hear(room.say());
    else if ("edit" in one) this.#hear(room.edit(one.edit));
    else this.#ask(one);
  }

  #do(what: Extract<Step, string>): void {
    if (what === "answer") this.#settle();
    else if (what === "reset") this.state = nearEnd(this.room.snapshot());
    else this.state = reduceHistory(this.state, { type: what });
  }

  #hear(event: RoomEvent): void {
    this.state = historyAfter(this.state, event);
  }

  #settle(): void {
    if (this.#underWay) this.state = reduceHistory(this.state, this.#underWay);
    this.#underWay = null;
  }

  #ask({ ask, nth }: { ask: Asked; nth: number }): void {
    this.#settle();
    if (ask === "newer" && !this.state.past) return;
    this.state = reduceHistory(this.state, { type: "history-asked", what: ask });
    this.#underWay = this.room.answer(ask, this.state, nth);
  }
}

it("shows a stretch of the room as it stands, without a gap and never too much, wherever its reader goes", () => {
  fc.assert(
    fc.property(fc.nat({ max: 700 }), fc.array(step, { maxLength: 60 }), (count, steps) => {
      const room = new WholeRoom(count + 1);
      const reader = new Reader(room);
      for (const one of steps) {
        reader.take(one);
        const { state } = reader;
        const held = heldMessages(state);
        const from = room.messages.findIndex(({ seq }) => seq === held[0]?.seq);
        expect(held).toEqual(room.messages.slice(from, from + held.length));
        expect((state.past ?? state.snapshot)?.more).toBe(from > 0);
        const end = state.snapshot?.messages ?? [];
        expect(end).toEqual(room.messages.slice(-end.length));
        if (state.past) expect(held.length).toBeLessThanOrEqual(MAX_SHOWN);
      }
    }),
    { numRuns: 300 },
  );
}, 30_000);

it("reads back, lets go of the newest, and comes forth to the end again", () => {
  const room = new WholeRoom(500);
  let state = nearEnd(room.snapshot());
  const ask = (what: Asked, nth = 0) => {
    state = reduceHistory(state, { type: "history-asked", what });
    state = reduceHistory(state, room.answer(what, state, nth));
    return heldMessages(state).map(({ seq }) => seq);
  };
  for (let pages = 0; pages < 3; pages += 1) ask("older");
  expect(state.past).toBeNull();
  expect(ask("older")).toEqual(room.messages.slice(250, 450).map(({ seq }) => seq));
  expect(state.snapshot?.messages).toHaveLength(HISTORY_PAGE);
  expect(ask("newer").at(-1)).toBe(500);
  expect(state).toMatchObject({ past: null, fetching: null, snapshot: { more: true } });
  expect(ask("far", 99)).toEqual(room.messages.slice(50, 150).map(({ seq }) => seq));
  expect(ask("far", 480).at(-1)).toBe(500);
  expect(state.past).toBeNull();
});

it("passes over an answer to what the reader no longer sees, and tries again after a failure", () => {
  const room = new WholeRoom(200);
  const asked = reduceHistory(nearEnd(room.snapshot()), { type: "history-asked", what: "older" });
  const late = room.answer("older", asked, 0);
  expect(reduceHistory(asked, { type: "history-failed" }).fetching).toBeNull();
  room.say();
  const fresh = nearEnd(room.snapshot());
  expect(reduceHistory(fresh, late)).toBe(fresh);
  const again = reduceHistory(fresh, { type: "history-asked", what: "older" });
  expect(heldMessages(reduceHistory(again, late))).toEqual(fresh.snapshot?.messages);
  expect(reduceHistory({ ...fresh, snapshot: null }, late).snapshot).toBeNull();
});
