import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { InboxState, RoomSummary, StreamEvent } from "#domain/notifications/schema.ts";
import { InboxSession } from "./inbox-session.ts";

const userId = "11111111-1111-4111-8111-111111111111";
const at = "2026-11-24T10:00:00.000Z";
const state = (lastId: number, unread = 0): InboxState => ({ lastId, unread, rooms: [] });
const notification = (lastId: number, unread: number): StreamEvent => ({
  type: "notification",
  lastId,
  unread,
  event: {
    id: lastId,
    kind: "place.free",
    title: `n${lastId}`,
    preview: null,
    href: "/requests",
    at,
    readAt: null,
  },
});

let streams: FakeEventSource[] = [];

class FakeEventSource extends EventTarget {
  static readonly CLOSED = 2;
  readyState = 1;
  constructor(readonly url: string) {
    super();
    streams.push(this);
    queueMicrotask(() => this.dispatchEvent(new Event("open")));
  }
  close(): void {
    this.readyState = 2;
    streams = streams.filter((one) => one !== this);
  }
  tell(event: StreamEvent | string): void {
    const type = typeof event === "string" ? "notification" : event.type;
    const data = typeof event === "string" ? event : JSON.stringify(event);
    this.dispatchEvent(new MessageEvent(type, { data }));
  }
  fail(readyState: number): void {
    this.readyState = readyState;
    this.dispatchEvent(new Event("error"));
  }
}

/** Delivers at once, to every tab but the one that speaks. */
class FakeChannel extends EventTarget {
  static open: FakeChannel[] = [];
  constructor(readonly name: string) {
    super();
    FakeChannel.open.push(this);
  }
  postMessage(data: unknown): void {
    for (const other of FakeChannel.open) {
      if (other !== this && other.name === this.name)
        other.dispatchEvent(new MessageEvent("message", { data }));
    }
  }
  close(): void {
    FakeChannel.open = FakeChannel.open.filter((one) => one !== this);
  }
}

/** Web Locks for one name: held by one, the others wait in line. */
class FakeLocks {
  #line: Promise<unknown> = Promise.resolve();
  request(_: string, { signal }: { signal: AbortSignal }, hold: () => Promise<void>): Promise<unknown> {
    const turn = this.#line.then(() => (signal.aborted ? undefined : hold()));
    this.#line = turn;
    return signal.aborted ? Promise.reject(signal.reason) : turn;
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  streams = [];
  FakeChannel.open = [];
  vi.stubGlobal("fetch", async () => Promise.reject(new TypeError("no network")));
  vi.stubGlobal("EventSource", FakeEventSource);
  vi.stubGlobal("BroadcastChannel", FakeChannel);
  vi.stubGlobal("navigator", { locks: new FakeLocks() });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const settle = () => vi.advanceTimersByTimeAsync(0);

async function openTab(initial: InboxState, onReset = vi.fn()) {
  const tab = new InboxSession(userId, initial, onReset);
  tab.start();
  await settle();
  return tab;
}

it("opens one stream for all tabs, at the id of the page, and shows the same in each", async () => {
  const one = await openTab(state(3));
  const two = await openTab(state(3));
  expect(streams.map(({ url }) => url)).toEqual(["/events?after=3"]);
  streams[0]?.tell(notification(4, 1));
  expect([one.view().state, two.view().state]).toEqual([state(4, 1), state(4, 1)]);
  expect(two.view()).toMatchObject({ status: "open", latest: { event: { title: "n4" } } });
  streams[0]?.tell({ type: "read", lastId: 5, unread: 0 });
  expect([one.view().state.unread, two.view().state.unread]).toEqual([0, 0]);
});

it("hands the stream on when the tab that holds it goes, from where all stand", async () => {
  const one = await openTab(state(0));
  const two = await openTab(state(0));
  streams[0]?.tell(notification(1, 1));
  one.stop();
  await settle();
  expect(streams.map(({ url }) => url)).toEqual(["/events?after=1"]);
  streams[0]?.tell(notification(2, 2));
  expect(two.view().state).toEqual(state(2, 2));
  expect(one.view().state).toEqual(state(1, 1));
  two.stop();
});

it("brings a tab with an older page up to date, and learns from one with a newer page", async () => {
  const one = await openTab(state(3, 1));
  const older = await openTab(state(1));
  expect(older.view().state).toEqual(state(3, 1));
  await openTab(state(8, 4));
  expect([one.view().state, older.view().state]).toEqual([state(8, 4), state(8, 4)]);
});

it("applies an event once and takes no state that is older", async () => {
  const tab = await openTab(state(3));
  const heard = vi.fn();
  const leave = tab.subscribe(heard);
  streams[0]?.tell(notification(3, 9));
  tab.adopt(state(2, 7));
  expect(heard).not.toHaveBeenCalled();
  const room = { roomId: "r", at } as RoomSummary;
  tab.adopt({ ...state(3), rooms: [room] });
  expect(tab.view().state.rooms).toEqual([room]);
  leave();
  streams[0]?.tell(notification(4, 1));
  expect(heard).toHaveBeenCalledTimes(1);
});

it("asks the page for a fresh state after a reset", async () => {
  const onReset = vi.fn();
  const tab = await openTab(state(90, 2), onReset);
  streams[0]?.tell({ type: "reset", lastId: 5, unread: 1 });
  expect(onReset).toHaveBeenCalledTimes(1);
  expect(tab.view().state).toMatchObject({ lastId: 5, unread: 1 });
});

it("leaves a short cut to the browser, and tries by itself after an answer that is an error", async () => {
  const tab = await openTab(state(0));
  streams[0]?.tell(notification(1, 1));
  streams[0]?.fail(0);
  expect(tab.view().status).toBe("connecting");
  streams[0]?.fail(FakeEventSource.CLOSED);
  expect(tab.view().status).toBe("offline");
  streams = [];
  await vi.advanceTimersByTimeAsync(5_000);
  expect(streams.map(({ url }) => url)).toEqual(["/events?after=1"]);
  expect(tab.view().status).toBe("open");
});

it("passes over what it doesn't understand, from the stream and from other tabs", async () => {
  const tab = await openTab(state(1));
  streams[0]?.tell("not JSON");
  streams[0]?.tell('{"type":"of tomorrow"}');
  new FakeChannel(`atas:inbox:${userId}`).postMessage('{"type":"gossip"}');
  expect(tab.view().state).toEqual(state(1));
});

it("opens a stream of its own where browsers have no locks", async () => {
  vi.stubGlobal("navigator", {});
  const tab = await openTab(state(0));
  expect(streams).toHaveLength(1);
  tab.stop();
  expect(streams).toEqual([]);
});

it("takes no turn any more when it left while it waited", async () => {
  const one = await openTab(state(0));
  const two = await openTab(state(0));
  two.stop();
  one.stop();
  await settle();
  expect(streams).toEqual([]);
});

it("says that the session ended instead of offline, and leaves the line to another tab", async () => {
  const answer = vi.fn(async () => new Response(null, { status: 401 }));
  vi.stubGlobal("fetch", answer);
  const [first, second] = [
    new InboxSession(userId, state(1), () => {}),
    new InboxSession(userId, state(1), () => {}),
  ];
  first.start();
  second.start();
  await settle();
  streams[0]?.fail(FakeEventSource.CLOSED);
  await settle();
  expect(answer).toHaveBeenCalledWith("/api/v1/inbox");
  // the second tab has the line now, and the session is there again
  expect(streams).toHaveLength(1);
  expect(second.view().status).toBe("open");
  expect(first.view().status).toBe("open");
  await vi.advanceTimersByTimeAsync(600_000);
  expect(streams).toHaveLength(1);
  first.stop();
  second.stop();
});

it("stays signed out by itself, and goes on trying when it is only offline", async () => {
  vi.stubGlobal("fetch", async () => new Response(null, { status: 401 }));
  const signedOut = new InboxSession(userId, state(1), () => {});
  signedOut.start();
  await settle();
  streams[0]?.fail(FakeEventSource.CLOSED);
  await vi.advanceTimersByTimeAsync(600_000);
  expect(signedOut.view().status).toBe("signed-out");
  expect(streams).toEqual([]);
  signedOut.stop();
  vi.stubGlobal("fetch", async () => Promise.reject(new TypeError("no network")));
  const offline = new InboxSession("another", state(1), () => {});
  offline.start();
  await settle();
  streams[0]?.fail(FakeEventSource.CLOSED);
  await settle();
  expect(offline.view().status).toBe("offline");
  await vi.advanceTimersByTimeAsync(60_000);
  expect(offline.view().status).toBe("open");
  offline.stop();
});
