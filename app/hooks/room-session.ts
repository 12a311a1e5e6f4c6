import type { Receipt } from "#domain/attachments/schema.ts";
import { ACK_EVERY_EVENTS, ACK_EVERY_MS, type Frame } from "#domain/rooms/protocol.ts";
import type { Message, RoomSnapshot } from "#domain/rooms/schema.ts";
import { OutgoingStorage } from "./outgoing-storage.ts";
import { RoomPages } from "./room-pages.ts";
import { RoomSocket } from "./room-socket.ts";
import {
  emptyRoomState,
  leavesGap,
  type Outgoing,
  type RoomAction,
  type RoomState,
  reduceRoom,
} from "./room-state.ts";
import { TypingTimes } from "./typing-times.ts";
import { WaitingWrites } from "./waiting-writes.ts";

/** What goes with a message's words: the one that it answers, the thread in which it stands, its files. */
export interface About {
  quoteId?: string;
  threadId?: string;
  /** Of a reply: shown in the room too. */
  inRoom?: boolean;
  /** Receipts of the files that go with it. */
  attachments?: Receipt[];
}

/** One room in one tab: the socket, what waits on this device, and the state that both make. */
export class RoomSession {
  readonly #socket: RoomSocket;
  readonly #typing = new TypingTimes({
    tell: (on) => this.#socket.send({ type: "typing", on }),
    onEnded: (userId) => this.#do({ type: "typing-ended", userId }),
  });
  readonly #waiting: WaitingWrites;
  /** The way through the room's history. */
  readonly history: RoomPages;
  readonly #listeners = new Set<() => void>();
  #storage: OutgoingStorage | null = null;
  #state: RoomState;
  /** Up to where the person has seen the room, whether it could be told yet or not. */
  #seenSeq = 0;
  #unacked = 0;
  #ackLater: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly roomId: string,
    readonly userId: string,
    snapshot: RoomSnapshot | null,
    thread: readonly Message[] = [],
  ) {
    this.#state = emptyRoomState(snapshot);
    const [root] = thread;
    if (root) this.#state = { ...this.#state, thread: { messageId: root.id, messages: thread } };
    this.history = new RoomPages(roomId, { state: this.state, act: (action) => this.#do(action) });
    this.#waiting = new WaitingWrites({
      ...{ userId, state: this.state },
      act: (action) => this.#do(action),
      send: (command) => this.#socket.send(command),
    });
    this.#socket = new RoomSocket(roomId, {
      lastSeq: () => this.#state.snapshot?.lastSeq ?? null,
      onFrame: (frame) => this.#onFrame(frame),
      onStatus: (status) => this.#do({ type: "status", status, at: new Date().toISOString() }),
    });
  }

  readonly state = (): RoomState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  start(): void {
    try {
      const storage = new OutgoingStorage(localStorage, this);
      const outgoing = storage.load();
      this.#storage = storage;
      this.#do({ type: "queued", outgoing });
    } catch {
      // a browser that keeps nothing
    }
    this.#socket.start();
  }

  stop(): void {
    this.#socket.stop();
    clearTimeout(this.#ackLater);
    this.#waiting.stop();
    this.#typing.stop();
  }

  readonly reconnect = (): void => this.#socket.reconnect();

  readonly send = (body: string, about: About = {}): void =>
    this.#ask({ type: "send", clientId: crypto.randomUUID(), body, ...about });

  readonly edit = (messageId: string, body: string): void =>
    this.#ask({ type: "edit", clientId: crypto.randomUUID(), messageId, body });

  readonly remove = (messageId: string): void =>
    this.#ask({ type: "delete", clientId: crypto.randomUUID(), messageId });

  readonly react = (messageId: string, emoji: string, on: boolean): void =>
    this.#ask({ type: "react", clientId: crypto.randomUUID(), messageId, emoji, on });

  readonly pin = (messageId: string, on: boolean): void =>
    this.#ask({ type: "pin", clientId: crypto.randomUUID(), messageId, on });

  /** Keeps the thread under a message at hand until it is closed. */
  readonly openThread = (messageId: string): void => {
    // what came with the page is kept right by events
    if (this.#state.thread?.messageId === messageId) return;
    this.#do({ type: "thread-opened", messageId });
    this.#askForThread();
  };

  readonly closeThread = (): void => this.#do({ type: "thread-closed" });

  #askForThread(): void {
    const { thread } = this.#state;
    if (thread) this.#socket.send({ type: "thread", messageId: thread.messageId });
  }

  readonly retry = (clientId: string): void => {
    this.#do({ type: "retried", clientId });
    const one = this.#state.outgoing.find(({ command }) => command.clientId === clientId);
    if (one) this.#socket.send(one.command);
  };

  readonly discard = (clientId: string): void => {
    this.#do({ type: "discarded", clientId });
  };

  readonly setTyping = (on: boolean): void => this.#typing.say(on);

  /** The person has seen everything that is here. */
  readonly markRead = (): void => {
    this.history.atEnd();
    const { snapshot } = this.#state;
    if (!snapshot || (snapshot.reads[this.userId] ?? 0) >= snapshot.lastSeq) return;
    this.#seenSeq = snapshot.lastSeq;
    this.#sendSeen();
  };

  #sendSeen(): void {
    this.#socket.send({ type: "read", seq: this.#seenSeq });
    this.#do({ type: "read", userId: this.userId, seq: this.#seenSeq });
  }

  #ask(command: Outgoing["command"]): void {
    const at = new Date().toISOString();
    this.#do({ type: "queued", outgoing: [{ command, at, state: "sending", refusal: null, seq: null }] });
    this.#socket.send(command);
  }

  #onFrame(frame: Frame): void {
    if (frame.type === "resync" || (frame.type === "event" && leavesGap(this.#state, frame.event))) {
      this.#socket.reconnect();
      return;
    }
    this.#waiting.hear(frame);
    this.#do({ type: "frame", frame });
    if (frame.type === "typing") this.#typing.believe(frame.userId, frame.on);
    // a thread that has come is kept right by events, and a reset leaves them out
    if (frame.type === "reset" || (frame.type === "welcome" && !this.#state.thread?.messages))
      this.#askForThread();
    this.#waiting.heard(frame);
    if (frame.type !== "welcome") this.#ackSoon();
    if (frame.type === "welcome" && (frame.reads[this.userId] ?? 0) < this.#seenSeq) this.#sendSeen();
  }

  #ackSoon(): void {
    this.#unacked += 1;
    if (this.#unacked >= ACK_EVERY_EVENTS) this.#ack();
    else this.#ackLater ??= setTimeout(() => this.#ack(), ACK_EVERY_MS);
  }

  #ack(): void {
    clearTimeout(this.#ackLater);
    this.#ackLater = undefined;
    this.#unacked = 0;
    if (this.#state.snapshot) this.#socket.send({ type: "ack", seq: this.#state.snapshot.lastSeq });
  }

  #do(action: RoomAction): void {
    const before = this.#state;
    this.#state = reduceRoom(before, action);
    if (this.#state === before) return;
    if (this.#state.outgoing !== before.outgoing) this.#keepOutgoing(before.outgoing);
    for (const listener of this.#listeners) listener();
  }

  #keepOutgoing(before: readonly Outgoing[]): void {
    const now = new Set(this.#state.outgoing.map(({ command }) => command.clientId));
    for (const { command } of before) if (!now.has(command.clientId)) this.#storage?.forget(command.clientId);
    for (const one of this.#state.outgoing) if (!before.includes(one)) this.#storage?.keep(one);
  }
}
