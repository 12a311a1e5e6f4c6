import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import WebSocket from "ws";
import { type Frame, frameSchema, PROTOCOL_VERSION } from "#domain/rooms/protocol.ts";
import type { ApiClient } from "./client.ts";

/** Milliseconds from sending a message until the sender has its ack, and until the other one has the message. */
export interface RoomTimes {
  ack: number[];
  delivery: number[];
}

const PAUSE_MS = 60;

/** Two people in one room; one writes `messages` times, each after the last has arrived. */
export async function roomRoundTrips(
  writer: ApiClient,
  reader: ApiClient,
  roomId: string,
  messages: number,
): Promise<RoomTimes> {
  const [mine, theirs] = await Promise.all([enter(writer, roomId), enter(reader, roomId)]);
  const times: RoomTimes = { ack: [], delivery: [] };
  for (let n = 0; n < messages; n++) {
    // A person's writing pace: the room refuses a flood.
    await delay(PAUSE_MS);
    const clientId = randomUUID();
    const startedAt = performance.now();
    const acked = mine.wait((frame) => frame.type === "ack" && frame.clientId === clientId);
    const delivered = theirs.wait(
      (frame) => frame.type === "event" && frame.event.type === "sent" && frame.event.clientId === clientId,
    );
    mine.socket.send(JSON.stringify({ type: "send", clientId, body: `Message ${n}` }));
    await Promise.all([
      acked.then(() => times.ack.push(performance.now() - startedAt)),
      delivered.then((seq) => {
        times.delivery.push(performance.now() - startedAt);
        theirs.socket.send(JSON.stringify({ type: "ack", seq }));
      }),
    ]);
  }
  mine.socket.close();
  theirs.socket.close();
  return times;
}

async function enter({ baseUrl, headers }: ApiClient, roomId: string) {
  const url = `${baseUrl.replace(/^http/, "ws")}/rooms/${roomId}/socket?v=${PROTOCOL_VERSION}&after=0`;
  const socket = new WebSocket(url, { headers: { ...headers, origin: baseUrl } });
  await once(socket, "open");
  const waiting = new Set<{ matches(frame: Frame): boolean; found(seq: number): void }>();
  socket.on("message", (data) => {
    const frame = frameSchema.safeParse(JSON.parse(String(data)));
    if (!frame.success) return;
    if (frame.data.type === "error") throw new Error(`The room answered ${frame.data.code}`);
    const seq = frame.data.type === "event" ? frame.data.event.seq : 0;
    for (const one of waiting) {
      if (!one.matches(frame.data)) continue;
      waiting.delete(one);
      one.found(seq);
    }
  });
  return {
    socket,
    wait: (matches: (frame: Frame) => boolean) =>
      new Promise<number>((found) => {
        waiting.add({ matches, found });
      }),
  };
}
