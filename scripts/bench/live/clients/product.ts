import { randomUUID } from "node:crypto";
import WebSocket from "ws";
import { ACK_EVERY_EVENTS, type Frame, PROTOCOL_VERSION } from "#domain/rooms/protocol.ts";
import type { Seat } from "../job.ts";
import { type LiveClient, Waiting } from "./client.ts";

/** A room's socket of the product, with the acks and the `after` that the protocol asks of a client. */
class ProductClient implements LiveClient {
  readonly #waiting = new Waiting();
  #socket: WebSocket | null = null;
  #lastSeq: number | null = null;
  #unacked = 0;

  constructor(
    readonly url: string,
    readonly seat: Seat,
    readonly hear: (text: string) => void,
  ) {}

  say(body: string): Promise<void> {
    const clientId = randomUUID();
    this.#send({ type: "send", clientId, body });
    return this.#waiting.on(clientId);
  }

  /** An id that nobody's message has: the room looks it up and refuses. */
  ask(): Promise<void> {
    this.#send({ type: "thread", messageId: randomUUID() });
    return this.#waiting.on("error");
  }

  cut(): void {
    this.#socket?.terminate();
  }

  resume(): Promise<void> {
    const address = new URL(`/rooms/${this.seat.roomId}/socket`, this.url.replace("http", "ws"));
    address.searchParams.set("v", String(PROTOCOL_VERSION));
    if (this.#lastSeq !== null) address.searchParams.set("after", String(this.#lastSeq));
    const headers = { authorization: `Bearer ${this.seat.token}`, origin: this.url };
    const socket = new WebSocket(address, { headers, perMessageDeflate: false });
    this.#socket = socket;
    const seated = this.#waiting.on("welcome");
    // read without a schema: the generator is to cost little, and what it does not know it does not count
    socket.on("message", (data) => this.#onFrame(JSON.parse(String(data))));
    socket.on("error", (error) => this.#waiting.fail(error));
    return seated;
  }

  close(): void {
    this.#socket?.close();
  }

  #onFrame(frame: Frame): void {
    switch (frame.type) {
      case "welcome":
        if (frame.recovered) this.#waiting.settle("welcome");
        break;
      case "reset":
        this.#lastSeq = frame.snapshot.lastSeq;
        for (const { body } of frame.snapshot.messages) this.hear(body);
        this.#waiting.settle("welcome");
        break;
      case "ack":
        this.#waiting.settle(frame.clientId);
        break;
      case "error":
        this.#waiting.settle(frame.clientId ?? "error", frame.clientId ? new Error(frame.code) : undefined);
        break;
      case "resync":
        throw new Error("The room told a client that keeps up to resync");
      case "event":
        this.#lastSeq = frame.event.seq;
        this.#unacked += 1;
        if (this.#unacked >= ACK_EVERY_EVENTS) {
          this.#unacked = 0;
          this.#send({ type: "ack", seq: frame.event.seq });
        }
        if (frame.event.type === "sent") this.hear(frame.event.message.body);
    }
  }

  #send(command: object): void {
    this.#socket?.send(JSON.stringify(command));
  }
}

export async function connectProduct(url: string, seat: Seat, hear: (text: string) => void) {
  const client = new ProductClient(url, seat, hear);
  await client.resume();
  return client;
}
