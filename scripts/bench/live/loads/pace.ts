import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as delay } from "node:timers/promises";
import { round } from "../../report.ts";
import { connectBare } from "../clients/bare.ts";
import { connectCentrifugo } from "../clients/centrifugo.ts";
import type { Connect, LiveClient } from "../clients/client.ts";
import { connectProduct } from "../clients/product.ts";
import { connectSocketIo } from "../clients/socket-io.ts";
import type { Job, PeerName, Seat } from "../job.ts";
import { spread } from "../tally.ts";

export type Say = (phase: "begin" | "end" | "open" | "silent") => void;

const connectors: Record<PeerName, Connect> = {
  bare: connectBare,
  workerd: connectBare,
  product: connectProduct,
  "socket-io": connectSocketIo,
  centrifugo: connectCentrifugo,
};

/** A person's message of about this length. */
const FILLER = "and so I wondered whether you could spare half an hour this week to look at it with me";
const ARRIVED_WITHIN_MS = 20_000;

export const textOf = (message: number) => `${message} ${FILLER}`;
export const messageOf = (text: string) => Number.parseInt(text, 10);

export interface Seated {
  client: LiveClient;
  /** Its number among all. */
  listener: number;
}

/** Everybody in their room, some at a time. `hear` is told who heard which message. */
export async function seatAll(
  { peer, url, rooms }: Job,
  hear: (listener: number, message: number) => void,
): Promise<Seated[][]> {
  const connect = connectors[peer];
  const seats = rooms.flatMap((room, at) => room.map((seat) => ({ seat, at })));
  const seated: Seated[][] = rooms.map(() => []);
  await someAtATime(seats, async ({ seat, at }: { seat: Seat; at: number }, listener) => {
    const client = await patiently(() => connect(url, seat, (text) => hear(listener, messageOf(text))));
    seated[at]?.push({ client, listener });
  });
  return seated;
}

/** workerd ends an object that had nothing to do for 10 s, and closes its database. */
const ASLEEP_AFTER_MS = 12_000;

/** Until nothing is left of everybody's coming in, of which some objects are awake that a steady pace has no use for. */
export const rest = () => delay(ASLEEP_AFTER_MS);

const TRIES = 20;
const AGAIN_MS = 250;

/** As clients do: who is told that the server is busy comes again. */
export async function patiently<T>(enter: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await enter();
    } catch (error) {
      if (tries >= TRIES) throw error;
      await delay(AGAIN_MS);
    }
  }
}

const AT_A_TIME = 20;

export async function someAtATime<T>(items: readonly T[], run: (item: T, n: number) => Promise<void>) {
  let next = 0;
  const lane = async () => {
    while (next < items.length) {
      const n = next;
      next += 1;
      await run(items[n] as T, n);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, lane));
}

/**
 * Does `act` in each room, each `periodMs`, `times` times, the rooms evenly spread within a period.
 * @returns milliseconds by which each came later than it was due: this process's own delay
 */
export async function inTime(
  rooms: number,
  periodMs: number,
  times: number,
  act: (room: number, turn: number) => void,
): Promise<number[]> {
  const late: number[] = [];
  const startedAt = performance.now();
  for (let n = 0; n < rooms * times; n += 1) {
    const dueAt = startedAt + (n * periodMs) / rooms;
    const left = dueAt - performance.now();
    // a timer of Node's fires up to a millisecond late; the rest of the time the process is to hear
    if (left > 0) await delay(left);
    late.push(Math.max(0, performance.now() - dueAt));
    act(n % rooms, Math.floor(n / rooms));
  }
  return late;
}

/** Measures how late this process itself is. */
export function watchOwnDelay() {
  const watch = monitorEventLoopDelay({ resolution: 1 });
  watch.enable();
  const before = process.cpuUsage();
  const startedAt = performance.now();
  return (late: number[]) => {
    watch.disable();
    const { user, system } = process.cpuUsage(before);
    return {
      ...spread(late, "ownDelay"),
      // the resolution itself is in what the monitor measures
      ownLoopP99: round(Math.max(0, watch.percentile(99) / 1e6 - 1)),
      ownCpu: round((user + system) / 10 / (performance.now() - startedAt)),
    };
  };
}

/** Until nothing is missing any more, or the time for that is over. */
export async function settled(missing: () => number): Promise<void> {
  const endsAt = performance.now() + ARRIVED_WITHIN_MS;
  while (missing() > 0 && performance.now() < endsAt) await delay(20);
}
