import { loadavg } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { round } from "../report.ts";
import type { Job } from "./job.ts";
import type { Load } from "./loads.ts";
import { Meter } from "./meter.ts";
import { runJob } from "./run-job.ts";
import type { LiveServer } from "./servers/server.ts";

/** One load on one server: what the generator counted, and what the server's processes spent meanwhile. */
export async function runLoad(load: Load, server: LiveServer): Promise<Record<string, number>> {
  const rooms = await server.makeRooms(load.rooms, load.people);
  const job: Job = { ...load.job, peer: server.name, url: server.url, rooms };
  const idle = load.job.load === "idle";
  const main = new Meter(server.pid);
  const memoryAtStart = main.memory();
  // what the allocator took for rooms that were awake it keeps: the same once before, so that what grows is what is held
  if (idle) await runJob({ ...job, rooms: await server.makeRooms(load.rooms, load.people) }, () => {});
  const helpers = Object.entries(server.helpers).map(([name, pid]) => ({ name, meter: new Meter(pid) }));
  const used: Record<string, number> = {};
  const memoryBefore = main.memory();
  const slept = new Boots(server);
  let spentMs = 0;
  const result = await runJob(job, (phase) => {
    if (phase === "begin") for (const meter of [main, ...helpers.map((one) => one.meter)]) meter.begin();
    if (phase === "silent") {
      used.memoryRatio = round(main.memory() / memoryBefore);
      slept.look();
    }
    if (phase !== "end") return;
    const { cpu, cpuMs, memory } = main.end();
    Object.assign(used, { cpu, MiB: memory });
    spentMs += cpuMs;
    for (const { name, meter } of helpers) {
      const helper = meter.end();
      spentMs += helper.cpuMs;
      Object.assign(used, { [`${name}Cpu`]: helper.cpu, [`${name}MiB`]: helper.memory });
    }
    if (idle) slept.look();
  });
  if (idle) {
    used.memoryAtStartMiB = Math.round(memoryAtStart);
    used.memoryBeforeMiB = Math.round(memoryBefore);
    used.woken = await slept.risen();
  }
  // the one figure of cost that a busy machine leaves alone
  const { deliveries } = result;
  if (deliveries) used.cpuMsPer1000 = round((spentMs / deliveries) * 1_000);
  used.atRestAfterMs = await atRest(main);
  return { ...result, ...used, loadAverage: round(loadavg()[0] ?? 0) };
}

const REST_LOOK_MS = 2_000;
const REST_WITHIN_MS = 180_000;
/** Percent of a core. */
const REST_CPU = 4;

/**
 * Until the server has done what the load left it to do, so that the next one finds it at rest: inboxes, archive.
 * @returns milliseconds that took
 */
async function atRest(meter: Meter): Promise<number> {
  const startedAt = performance.now();
  for (;;) {
    meter.begin();
    const lookedAt = performance.now();
    await delay(REST_LOOK_MS);
    if (meter.end().cpu < REST_CPU || lookedAt - startedAt > REST_WITHIN_MS) {
      return Math.round(lookedAt - startedAt);
    }
  }
}

/** How often each room was brought into memory, looked at before and after. */
class Boots {
  readonly #looks: Promise<Record<string, number>>[] = [];

  constructor(readonly server: LiveServer) {}

  look(): void {
    const looked = this.server.boots?.() ?? Promise.resolve({});
    looked.catch(() => {});
    this.#looks.push(looked);
  }

  /** Of how many rooms the count has risen between the two. */
  async risen(): Promise<number> {
    const [before, after] = await Promise.all(this.#looks);
    return Object.entries(after ?? {}).filter(([id, boots]) => boots > (before?.[id] ?? 0)).length;
  }
}
