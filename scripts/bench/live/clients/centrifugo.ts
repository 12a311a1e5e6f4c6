import WebSocket from "ws";
import { z } from "zod";
import type { Seat } from "../job.ts";
import { type LiveClient, Waiting } from "./client.ts";

/** Centrifugo's bidirectional JSON protocol, as far as a room needs it: one document a line, an empty one is a ping. */
const replySchema = z.object({
  id: z.optional(z.number()),
  error: z.optional(z.object({ message: z.string() })),
  subscribe: z.optional(
    z.object({
      epoch: z.optional(z.string()),
      offset: z.optional(z.number()),
      recovered: z.optional(z.boolean()),
      publications: z.optional(z.array(z.unknown())),
    }),
  ),
});
type Reply = z.infer<typeof replySchema>;
interface Publication {
  data: { text: string };
  offset?: number;
}

class CentrifugoClient implements LiveClient {
  readonly #waiting = new Waiting();
  #socket: WebSocket | null = null;
  #place: { offset: number; epoch: string } | null = null;
  #commands = 0;

  constructor(
    readonly url: string,
    readonly seat: Seat,
    readonly hear: (text: string) => void,
  ) {}

  say(text: string): Promise<void> {
    return this.#command({ publish: { channel: this.seat.roomId, data: { text } } });
  }

  ask(): Promise<void> {
    return this.#command({ presence_stats: { channel: this.seat.roomId } });
  }

  cut(): void {
    this.#socket?.terminate();
  }

  async resume(): Promise<void> {
    const address = `${this.url.replace("http", "ws")}/connection/websocket`;
    const socket = new WebSocket(address, { perMessageDeflate: false });
    this.#socket = socket;
    await new Promise<void>((resolve, reject) => {
      socket.once("open", resolve);
      socket.once("error", reject);
    });
    socket.on("message", (data) => {
      for (const line of String(data).split("\n")) if (line !== "") this.#onReply(JSON.parse(line));
    });
    await this.#command({ connect: {} });
    const recover = this.#place && { recover: true, ...this.#place };
    await this.#command({ subscribe: { channel: this.seat.roomId, ...recover } });
  }

  close(): void {
    this.#socket?.close();
  }

  #command(command: object): Promise<void> {
    this.#commands += 1;
    this.#socket?.send(JSON.stringify({ id: this.#commands, ...command }));
    return this.#waiting.on(String(this.#commands));
  }

  #onReply(reply: { push?: { pub?: Publication }; id?: number }): void {
    // read without a schema: the generator is to cost little
    if (reply.push?.pub) this.#onPublication(reply.push.pub);
    else if (reply.id !== undefined) this.#onAnswer(replySchema.parse(reply));
    else if (Object.keys(reply).length === 0) this.#socket?.send("{}");
  }

  #onAnswer({ id, error, subscribe }: Reply): void {
    if (subscribe) {
      this.#place ??= { offset: subscribe.offset ?? 0, epoch: subscribe.epoch ?? "" };
      for (const one of subscribe.publications ?? []) this.#onPublication(one as Publication);
    }
    this.#waiting.settle(String(id), error ? new Error(error.message) : undefined);
  }

  #onPublication({ data, offset }: Publication): void {
    if (this.#place && offset) this.#place.offset = offset;
    this.hear(data.text);
  }
}

export async function connectCentrifugo(url: string, seat: Seat, hear: (text: string) => void) {
  const client = new CentrifugoClient(url, seat, hear);
  await client.resume();
  return client;
}
