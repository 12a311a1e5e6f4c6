import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import WebSocket from "ws";
import { applyEvent } from "#domain/rooms/apply-event.ts";
import { ACK_EVERY_EVENTS, type Frame, frameSchema, PROTOCOL_VERSION } from "#domain/rooms/protocol.ts";
import type { RoomSnapshot } from "#domain/rooms/schema.ts";

export interface Signed {
  id: string;
  token: string;
}

/** A message as its writer knows it: `seq` once the room has acknowledged it. */
export interface Sent {
  clientId: string;
  body: string;
  seq: number | null;
}

const PING_MS = 500;
/** A line on which nothing was heard for so long is dead. */
const SILENCE_MS = 2_500;
const RECONNECT_MS = 100;

/**
 * A person in a room who does what the protocol asks of a client: unacknowledged messages are kept and sent again in
 * their order, the socket resumes by `after`, and events are applied once. It writes down everything it was told.
 */
export class RoomWriter {
  readonly sent: Sent[] = [];
  /** Bodies by event number, as they were applied: a repeat of a number would be a double. */
  readonly applied: { seq: number; body: string }[] = [];
  /** Numbers that came again or left a gap after they should not have. */
  outOfOrder = 0;
  resets = 0;
  reconnects = -1;
  snapshot: RoomSnapshot | null = null;
  #socket: WebSocket | null = null;
  #welcome = false;
  #unacked = 0;
  #heardAt = 0;
  #stopped = false;
  #refused = new Map<string, number>();

  constructor(
    readonly name: string,
    readonly person: Signed,
    readonly room: { url: string; origin: string; roomId: string },
  ) {
    void this.#stayConnected();
  }

  get lastSeq(): number {
    return this.snapshot?.lastSeq ?? 0;
  }

  get allAcked(): boolean {
    return this.sent.every(({ seq }) => seq !== null);
  }

  /** What the room refused, by code: a flood limit would make the round void. */
  get refusals(): Record<string, number> {
    return Object.fromEntries(this.#refused);
  }

  say(): void {
    const body = `${this.name} says ${this.sent.length}`;
    const one: Sent = { clientId: randomUUID(), body, seq: null };
    this.sent.push(one);
    if (this.#welcome) this.#send({ type: "send", clientId: one.clientId, body });
  }

  stop(): void {
    this.#stopped = true;
    this.#socket?.terminate();
  }

  async #stayConnected(): Promise<void> {
    while (!this.#stopped) {
      this.reconnects += 1;
      await this.#connect();
      this.#welcome = false;
      await delay(RECONNECT_MS * (0.5 + Math.random()));
    }
  }

  /** Resolves when the connection is over, however it ended. */
  #connect(): Promise<void> {
    const { url, origin, roomId } = this.room;
    const address = new URL(`/rooms/${roomId}/socket`, url.replace("http", "ws"));
    address.searchParams.set("v", String(PROTOCOL_VERSION));
    if (this.snapshot) address.searchParams.set("after", String(this.lastSeq));
    const headers = { authorization: `Bearer ${this.person.token}`, origin };
    const socket = new WebSocket(address, { headers, handshakeTimeout: SILENCE_MS });
    this.#socket = socket;
    this.#heardAt = Date.now();
    const ping = setInterval(() => {
      if (Date.now() - this.#heardAt > SILENCE_MS) socket.terminate();
      else if (this.#welcome) this.#send({ type: "ping" });
    }, PING_MS);
    socket.on("message", (data) => {
      this.#heardAt = Date.now();
      this.#onFrame(frameSchema.parse(JSON.parse(String(data))));
    });
    socket.on("error", () => {});
    return new Promise((resolve) => {
      socket.on("close", () => {
        clearInterval(ping);
        resolve();
      });
    });
  }

  #onFrame(frame: Frame): void {
    if (frame.type === "welcome") {
      this.#welcome = true;
      for (const { clientId, body, seq } of this.sent)
        if (seq === null) this.#send({ type: "send", clientId, body });
    }
    if (frame.type === "reset") {
      if (this.snapshot) this.resets += 1;
      this.snapshot = frame.snapshot;
    }
    if (frame.type === "ack") {
      const one = this.sent.find(({ clientId }) => clientId === frame.clientId);
      if (one) one.seq = frame.seq;
    }
    if (frame.type === "error") this.#refused.set(frame.code, (this.#refused.get(frame.code) ?? 0) + 1);
    if (frame.type === "resync") this.#socket?.close();
    if (frame.type === "event") this.#apply(frame);
  }

  #apply({ event }: Extract<Frame, { type: "event" }>): void {
    if (!this.snapshot || event.seq !== this.lastSeq + 1) {
      this.outOfOrder += 1;
      return;
    }
    this.snapshot = applyEvent(this.snapshot, event);
    if (event.type === "sent") this.applied.push({ seq: event.seq, body: event.message.body });
    this.#unacked += 1;
    if (this.#unacked < ACK_EVERY_EVENTS) return;
    this.#unacked = 0;
    this.#send({ type: "ack", seq: event.seq });
  }

  #send(command: object): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(command));
  }
}
