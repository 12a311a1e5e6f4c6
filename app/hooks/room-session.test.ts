import fc from "fast-check";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Command, Frame, RoomEvent } from "#domain/rooms/protocol.ts";
import { plainMessage, type RoomSnapshot } from "#domain/rooms/schema.ts";
import { RoomSession } from "./room-session.ts";
import { reconnectDelay } from "./room-socket.ts";
import { shownMessages } from "./shown-messages.ts";

const me = "11111111-1111-4111-8111-111111111111";
const roomId = "44444444-4444-4444-8444-444444444444";
const at = "2026-11-24T10:00:00.000Z";

/** A room that keeps its word: what it acks it holds, once, in order. */
class FakeRoom {
  events: RoomEvent[] = [];
  byClient = new Map<string, number>();
  sockets: FakeSocket[] = [];
  commands: Command[] = [];
  slowSeconds = 0;
  snapshot(): RoomSnapshot {
    const messages = this.events.flatMap((event) => (event.type === "sent" ? [event.message] : []));
    return {
      lastSeq: this.events.length,
      members: [],
      former: [],
      moves: [],
      messages,
      more: false,
      reads: {},
      pins: [],
    };
  }
  obey(socket: Pick<FakeSocket, "deliver">, command: Command, authorId = me): void {
    this.commands.push(command);
    if (command.type === "ping") socket.deliver({ type: "pong" });
    if (command.type !== "send") return;
    let seq = this.byClient.get(command.clientId);
    if (!seq) {
      seq = this.events.length + 1;
      this.byClient.set(command.clientId, seq);
      const id = crypto.randomUUID();
      const message = {
        id,
        seq,
        version: seq,
        authorId,
        body: command.body,
        sentAt: at,
        ...plainMessage,
      };
      const event: RoomEvent = { type: "sent", seq, at, message, clientId: command.clientId };
      this.events.push(event);
      for (const one of this.sockets) one.deliver({ type: "event", event });
    }
    socket.deliver({ type: "ack", clientId: command.clientId, seq });
  }
}

let room = new FakeRoom();
let refuse = false;
/** Frames that still arrive before the network dies; then both directions are cut without a word. */
let budget = Number.POSITIVE_INFINITY;

class FakeSocket extends EventTarget {
  static readonly OPEN = 1;
  readyState = 0;
  constructor(readonly url: URL) {
    super();
    queueMicrotask(() => (refuse ? this.cut() : this.open()));
  }
  open(): void {
    this.readyState = 1;
    room.sockets.push(this);
    const asked = this.url.searchParams.get("after");
    const after = asked === null ? null : Number(asked);
    const recovered = after !== null && after <= room.events.length;
    this.deliver({
      type: "welcome",
      version: 2,
      userId: me,
      lastSeq: room.events.length,
      recovered,
      online: [me],
      crowd: false,
      reads: {},
      closed: false,
      blocked: false,
      slowSeconds: room.slowSeconds,
      waitSeconds: 0,
    });
    if (!recovered) this.deliver({ type: "reset", snapshot: room.snapshot() });
    else for (const event of room.events.slice(after)) this.deliver({ type: "event", event });
  }
  deliver(frame: Frame | string): void {
    if (this.readyState !== 1) return;
    budget -= 1;
    const data = typeof frame === "string" ? frame : JSON.stringify(frame);
    if (budget < 0) this.cut();
    else this.dispatchEvent(new MessageEvent("message", { data }));
  }
  send(text: string): void {
    room.obey(this, JSON.parse(text));
  }
  cut(code = 1006): void {
    if (this.readyState === 3) return;
    this.close();
    this.dispatchEvent(Object.assign(new Event("close"), { code }));
  }
  close(): void {
    this.readyState = 3;
    room.sockets = room.sockets.filter((one) => one !== this);
  }
}

class FakeStorage extends Map<string, string> {
  get length(): number {
    return this.size;
  }
  key = (index: number) => [...this.keys()][index] ?? null;
  getItem = (key: string) => this.get(key) ?? null;
  setItem = (key: string, value: string) => void this.set(key, value);
  removeItem = (key: string) => void this.delete(key);
}

let page: EventTarget;
let shown: EventTarget & { visibilityState: string };
let network: { onLine: boolean };
let storage: FakeStorage;

function reset(): void {
  room = new FakeRoom();
  refuse = false;
  budget = Number.POSITIVE_INFINITY;
  storage = new FakeStorage();
  vi.stubGlobal("localStorage", storage);
}

beforeEach(() => {
  vi.useFakeTimers();
  page = new EventTarget();
  shown = Object.assign(new EventTarget(), { visibilityState: "visible" });
  network = { onLine: true };
  vi.stubGlobal("WebSocket", FakeSocket);
  vi.stubGlobal("document", shown);
  vi.stubGlobal("navigator", network);
  vi.stubGlobal("location", { href: "http://atas.test/conversations/x" });
  vi.stubGlobal("addEventListener", page.addEventListener.bind(page));
  vi.stubGlobal("removeEventListener", page.removeEventListener.bind(page));
  reset();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const settle = () => vi.advanceTimersByTimeAsync(0);
const bodies = (session: RoomSession) => shownMessages(session.state(), me).map(({ body }) => body);

async function start(snapshot: RoomSnapshot | null = null): Promise<RoomSession> {
  const session = new RoomSession(roomId, me, snapshot);
  session.start();
  await settle();
  return session;
}

it("opens at the snapshot's number and is open when the room has welcomed", async () => {
  const session = await start(room.snapshot());
  expect(String(room.sockets[0]?.url)).toBe(`ws://atas.test/rooms/${roomId}/socket?v=3&after=0`);
  expect(session.state().status).toBe("open");
});

it("keeps what is written without a connection, over a reload, and sends it in order", async () => {
  refuse = true;
  const before = await start();
  before.send("one");
  vi.setSystemTime(Date.now() + 5);
  before.send("two");
  expect(storage.size).toBe(2);
  before.stop();
  refuse = false;
  const after = await start();
  expect(room.events).toMatchObject([{ message: { body: "one" } }, { message: { body: "two" } }]);
  expect(bodies(after)).toEqual(["one", "two"]);
  expect(storage.size).toBe(0);
});

it("loses, doubles and reorders nothing, wherever the connection is cut", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat({ max: 12 }), { minLength: 1, maxLength: 12 }), async (cuts) => {
      reset();
      const session = await start();
      for (const [index, after] of cuts.entries()) {
        budget = after;
        session.send(`a${index}`);
        session.send(`b${index}`);
        await vi.advanceTimersByTimeAsync(40_000);
      }
      budget = Number.POSITIVE_INFINITY;
      await vi.advanceTimersByTimeAsync(120_000);
      const asked = cuts.flatMap((_, index) => [`a${index}`, `b${index}`]);
      expect(bodies(session)).toEqual(asked);
      expect(session.state()).toMatchObject({ outgoing: [], status: "open" });
      expect(session.state().snapshot?.messages).toEqual(room.snapshot().messages);
      session.stop();
    }),
    { numRuns: 40 },
  );
});

it("says reconnecting, then offline, and comes back at once when the network does", async () => {
  const session = await start();
  refuse = true;
  room.sockets[0]?.cut();
  expect(session.state().status).toBe("reconnecting");
  await vi.advanceTimersByTimeAsync(60_000);
  expect(session.state().status).toBe("offline");
  refuse = false;
  page.dispatchEvent(new Event("online"));
  await settle();
  expect(session.state().status).toBe("open");
  page.dispatchEvent(new Event("offline"));
  expect(session.state().status).toBe("offline");
  shown.visibilityState = "hidden";
  shown.dispatchEvent(new Event("visibilitychange"));
  await settle();
  expect(session.state().status).toBe("offline");
  shown.visibilityState = "visible";
  shown.dispatchEvent(new Event("visibilitychange"));
  await settle();
  expect(session.state().status).toBe("open");
  session.stop();
  session.reconnect();
  await settle();
  expect(room.sockets).toEqual([]);
});

it.each([
  [4401, "signed-out"],
  [4403, "not-member"],
  [4426, "offline"],
  [4429, "offline"],
])("stays away after code %i, which another try would meet again, and says so", async (code, status) => {
  const session = await start();
  room.sockets[0]?.cut(code);
  await vi.advanceTimersByTimeAsync(120_000);
  expect(session.state().status).toBe(status);
  expect(room.sockets).toEqual([]);
});

it("tries once when a person who was shown out looks again, and stays in when they are let in", async () => {
  const session = await start();
  const opened = vi.spyOn(FakeSocket.prototype, "cut");
  room.sockets[0]?.cut(4401);
  refuse = true;
  for (let looks = 1; looks <= 2; looks += 1) {
    shown.dispatchEvent(new Event("visibilitychange"));
    await vi.advanceTimersByTimeAsync(120_000);
    expect(opened).toHaveBeenCalledTimes(1 + looks);
    expect(session.state().status).toBe("signed-out");
  }
  refuse = false;
  shown.dispatchEvent(new Event("visibilitychange"));
  await settle();
  expect(session.state().status).toBe("open");
  refuse = true;
  room.sockets[0]?.cut();
  expect(session.state().status).toBe("reconnecting");
});

it("opens anew when it is told to resync, when events are missing, and when the line is dead", async () => {
  const session = await start();
  const seen = new Set<unknown>(room.sockets);
  const reopened = async () => {
    await settle();
    const [socket] = room.sockets;
    const fresh = socket !== undefined && !seen.has(socket);
    seen.add(socket);
    return fresh;
  };
  room.sockets[0]?.deliver({ type: "resync" });
  expect(await reopened()).toBe(true);
  room.sockets[0]?.deliver({
    type: "event",
    event: { type: "deleted", seq: 99, at, messageId: me, by: null },
  });
  expect(await reopened()).toBe(true);
  room.sockets[0]?.deliver("not JSON");
  room.sockets[0]?.deliver('{"type":"of tomorrow"}');
  expect(await reopened()).toBe(false);
  vi.spyOn(room, "obey").mockImplementation(() => {});
  session.send("into the void");
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await reopened()).toBe(true);
});

it("acks what it applied, every fifty events or two seconds", async () => {
  const session = await start();
  for (let i = 0; i < 60; i += 1) session.send(`${i}`);
  const acks = () => room.commands.flatMap((command) => (command.type === "ack" ? [command.seq] : []));
  const [early] = acks();
  expect(early).toBeGreaterThan(0);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(acks().at(-1)).toBe(60);
});

it("waits and sends again when the room says that it was too much", async () => {
  const session = await start();
  const obey = vi.spyOn(room, "obey").mockImplementationOnce((socket) => {
    socket.deliver({ type: "error", code: "rate_limited", message: "Too many tries." });
  });
  session.send("patience");
  expect(room.events).toEqual([]);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(room.events).toHaveLength(1);
  expect(obey).toHaveBeenCalled();
});

it("tries a refused message again when asked to, or lets it go", async () => {
  const session = await start();
  vi.spyOn(room, "obey").mockImplementationOnce((socket, command) => {
    if (!("clientId" in command)) return;
    socket.deliver({ type: "error", code: "internal", message: "Broken.", clientId: command.clientId });
  });
  session.send("again");
  const [failed] = shownMessages(session.state(), me);
  expect(failed).toMatchObject({ state: "failed", refusal: "Broken." });
  session.retry(failed?.key ?? "");
  expect(room.events).toHaveLength(1);
  session.retry("unknown");
  session.discard("unknown");
  session.edit("33333333-3333-4333-8333-333333333333", "other words");
  session.remove("33333333-3333-4333-8333-333333333333");
  expect(room.commands.slice(-2)).toMatchObject([{ type: "edit" }, { type: "delete" }]);
});

it("tells what the person has seen, as soon as there is a line", async () => {
  const session = await start();
  session.markRead();
  room.sockets[0]?.cut();
  const event: RoomEvent = { type: "joined", seq: 1, at, member: { userId: me, name: "Me", joinedAt: at } };
  room.events.push(event);
  await vi.advanceTimersByTimeAsync(1_000);
  room.sockets[0]?.cut();
  session.markRead();
  expect(session.state().snapshot?.reads).toEqual({ [me]: 1 });
  expect(room.commands.filter(({ type }) => type === "read")).toEqual([]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(room.commands.filter(({ type }) => type === "read")).toEqual([{ type: "read", seq: 1 }]);
});

it("says again that a person writes while they do, and stops believing it of others", async () => {
  const session = await start();
  session.setTyping(true);
  await vi.advanceTimersByTimeAsync(4_000);
  session.setTyping(false);
  await vi.advanceTimersByTimeAsync(4_000);
  const typing = room.commands.flatMap((command) => (command.type === "typing" ? [command.on] : []));
  expect(typing).toEqual([true, true, false]);
  const other = "22222222-2222-4222-8222-222222222222";
  room.sockets[0]?.deliver({ type: "typing", userId: other, on: true });
  expect(session.state().typing).toEqual([other]);
  await vi.advanceTimersByTimeAsync(8_000);
  expect(session.state().typing).toEqual([]);
  room.sockets[0]?.deliver({ type: "typing", userId: other, on: true });
  room.sockets[0]?.deliver({ type: "typing", userId: other, on: false });
  expect(session.state().typing).toEqual([]);
});

it("loads older messages page by page, one request at a time", async () => {
  const first = {
    id: me,
    seq: 5,
    version: 5,
    authorId: me,
    body: "m5",
    sentAt: at,
    ...plainMessage,
  };
  const session = new RoomSession(roomId, me, {
    ...room.snapshot(),
    lastSeq: 5,
    messages: [first],
    more: true,
  });
  const answer = {
    messages: [{ ...first, id: roomId, seq: 4, version: 4, body: "m4" }],
    more: false,
    authors: [{ userId: me, name: "Ada" }],
  };
  const fetchPage = vi.fn().mockResolvedValueOnce(new Response(null, { status: 503 }));
  fetchPage.mockResolvedValueOnce(Response.json(answer));
  vi.stubGlobal("fetch", fetchPage);
  await session.history.loadOlder();
  expect(session.state()).toMatchObject({ fetching: null, snapshot: { more: true } });
  await Promise.all([session.history.loadOlder(), session.history.loadOlder()]);
  expect(bodies(session)).toEqual(["m4", "m5"]);
  expect(session.state().authors).toEqual({ [me]: "Ada" });
  await session.history.loadOlder();
  expect(fetchPage.mock.calls).toEqual([
    [`/rooms/${roomId}/messages?before=5&limit=50`],
    [`/rooms/${roomId}/messages?before=5&limit=50`],
  ]);
});

it("tells its listeners of every change until they leave, and works where nothing can be kept", async () => {
  vi.stubGlobal("localStorage", undefined);
  const session = await start();
  const listener = vi.fn();
  const leave = session.subscribe(listener);
  session.send("kept nowhere");
  expect(listener).toHaveBeenCalled();
  expect(bodies(session)).toEqual(["kept nowhere"]);
  leave();
  listener.mockClear();
  session.send("unheard");
  expect(listener).not.toHaveBeenCalled();
});

it("passes over what it can't read of what is kept on the device", async () => {
  const key = (clientId: string) => `atas:outgoing:${me}:${roomId}:${clientId}`;
  storage.set(key("a"), "not JSON");
  storage.set(key("b"), JSON.stringify({ command: { type: "ping" }, at, state: "sending", refusal: null }));
  storage.set("atas:draft", "unrelated");
  const session = await start();
  expect(session.state().outgoing).toEqual([]);
});

it("doubles the wait before each try, up to half a minute, with jitter", () => {
  expect([0, 1, 2, 10].map((tries) => reconnectDelay(tries, () => 1))).toEqual([500, 1_000, 2_000, 30_000]);
  expect(reconnectDelay(1, () => 0)).toBe(500);
});

/** Lets nothing through, and says how long to wait. */
const refuseFor = (retryAfterSeconds: number) =>
  vi.spyOn(room, "obey").mockImplementation((socket, command) => {
    if (command.type !== "send") return;
    const { clientId } = command;
    socket.deliver({ type: "error", code: "slow_mode", message: "Wait.", clientId, retryAfterSeconds });
  });

it("waits in slow mode, and sends what came too early when it is time", async () => {
  const session = await start();
  room.sockets[0]?.deliver({ type: "slow", slowSeconds: 10, waitSeconds: 0 });
  session.send("one");
  await settle();
  expect(session.state().nextSendAtMs).toBe(Date.now() + 10_000);
  const obey = refuseFor(4);
  session.send("two");
  await settle();
  expect(session.state().outgoing).toMatchObject([{ state: "sending", refusal: null }]);
  expect(session.state().nextSendAtMs).toBe(Date.now() + 4_000);
  obey.mockRestore();
  await vi.advanceTimersByTimeAsync(3_900);
  expect(room.events).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(100);
  expect(session.state().outgoing).toEqual([]);
  expect(room.events).toHaveLength(2);
});

it("sends what waits one message after the other in slow mode, and all at once when it ends", async () => {
  const session = await start();
  room.sockets[0]?.deliver({ type: "slow", slowSeconds: 10, waitSeconds: 9 });
  const obey = refuseFor(9);
  for (const words of ["one", "two", "three", "four"]) session.send(words);
  await settle();
  obey.mockRestore();
  await vi.advanceTimersByTimeAsync(9_000);
  expect(room.events).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(room.events).toHaveLength(2);
  room.sockets[0]?.deliver({ type: "slow", slowSeconds: 0, waitSeconds: 0 });
  await settle();
  expect(session.state()).toMatchObject({ outgoing: [], slowSeconds: 0, nextSendAtMs: Date.now() });
  const said = room.events.map((event) => (event.type === "sent" ? event.message.body : null));
  expect(said).toEqual(["one", "two", "three", "four"]);
});

it("waits for what the person sent in another tab, not for another's message nor for one that is replayed", async () => {
  room.slowSeconds = 10;
  const session = await start();
  const elsewhere = { deliver: () => {} };
  const say = async (authorId: string) => {
    room.obey(elsewhere, { type: "send", clientId: crypto.randomUUID(), body: "one" }, authorId);
    await settle();
  };
  const waits = () => session.state().nextSendAtMs - Date.now();
  await say("22222222-2222-4222-8222-222222222222");
  expect(waits()).toBe(0);
  await say(me);
  expect(waits()).toBe(10_000);
  room.sockets[0]?.cut();
  await say(me);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(session.state()).toMatchObject({ status: "open", snapshot: { lastSeq: 3 } });
  expect(waits()).toBeLessThanOrEqual(0);
});
