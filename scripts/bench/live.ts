/**
 * The product's live paths beside Socket.IO and Centrifugo, on one machine under one load, and beside a bare relay that
 * shows what the load generator itself costs. Everything listens on loopback, and ends with the run.
 *   npm run bench:live [-- --json] [--only LOAD] [--seconds 20] [--scale 1] [--rounds 2]
 */
import { loadavg } from "node:os";
import { parseArgs } from "node:util";
import type { Job } from "./live/job.ts";
import { judge } from "./live/judge.ts";
import { type Load, loads } from "./live/loads.ts";
import { Meter } from "./live/meter.ts";
import { runJob } from "./live/run-job.ts";
import { startProduct } from "./live/servers/product.ts";
import { type LiveServer, startScript } from "./live/servers/server.ts";
import { machine, print, type Row, round } from "./report.ts";

const { values } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    only: { type: "string" },
    seconds: { type: "string", default: "20" },
    scale: { type: "string", default: "1" },
    rounds: { type: "string", default: "2" },
  },
});
const numberOf = (name: "seconds" | "scale" | "rounds", most: number): number => {
  const value = Number(values[name]);
  if (value > 0 && value <= most) return value;
  console.error(`--${name} takes a number above 0, at most ${most}, not "${values[name]}".`);
  process.exit(2);
};
const [seconds, scale, rounds] = [numberOf("seconds", 60), numberOf("scale", 2), numberOf("rounds", 5)];
const wanted = loads(seconds, scale).filter(({ name }) => !values.only || name === values.only);
if (wanted.length === 0) {
  console.error(
    `--only takes one of ${loads(seconds, scale)
      .map(({ name }) => name)
      .join(", ")}.`,
  );
  process.exit(2);
}
const progress = (line: string) => console.error(`… ${line}`);

const servers: LiveServer[] = [];
const rows: Row[] = [];
try {
  progress("starting the servers");
  servers.push(await startScript("bare", "nothing: a bare relay, which shows the generator's own share"));
  servers.push(await startProduct());
  servers.push(await startScript("socket-io", "in memory only"));
  for (const load of wanted) await measure(load);
} finally {
  await Promise.allSettled(servers.map((server) => server.stop()));
}
const goals = judge(rows);
print({ bench: "live", machine: machine(), rows, goals }, values.json);
process.exitCode = goals.every((goal) => goal.holds) ? 0 : 1;

/** One load on each server, in turn and back again, so that none has the quieter half of the run. */
async function measure(load: Load): Promise<void> {
  const found = new Map<LiveServer, Record<string, number>[]>();
  const able = servers.filter(({ name }) => load.servers.includes(name));
  for (let n = 0; n < Math.min(rounds, load.rounds); n += 1) {
    for (const server of n % 2 === 0 ? able : able.toReversed()) {
      const figures = await run(load, server);
      found.set(server, [...(found.get(server) ?? []), figures]);
      progress(`${load.name}, ${server.name}: ${JSON.stringify(figures)}`);
    }
  }
  for (const [{ name, promise }, all] of found) {
    rows.push({
      what: `${load.name}: ${name}`,
      unit: `${load.what}; promises: ${promise}`,
      figures: together(all),
    });
  }
}

async function run(load: Load, server: LiveServer): Promise<Record<string, number>> {
  const job: Job = {
    ...load.job,
    ...{ peer: server.name, url: server.url },
    rooms: await server.makeRooms(load.rooms, load.people),
  };
  const meters = Object.entries({ "": server.pid, ...server.helpers }).map(
    ([name, pid]) => [name, new Meter(pid)] as const,
  );
  const used: Record<string, number> = {};
  let spentMs = 0;
  const result = await runJob(job, (phase) => {
    for (const [name, meter] of meters) {
      if (phase === "begin") meter.begin();
      if (phase !== "end") continue;
      const { cpu, cpuMs, memory } = meter.end();
      spentMs += cpuMs;
      used[name ? `${name}Cpu` : "cpu"] = cpu;
      used[name ? `${name}MiB` : "MiB"] = memory;
    }
  });
  // the one figure of cost that a busy machine leaves alone
  const cpuMsPer1000 = round((spentMs / (result.deliveries ?? Number.NaN)) * 1_000);
  return {
    ...result,
    ...used,
    ...(result.deliveries && { cpuMsPer1000 }),
    loadAverage: round(loadavg()[0] ?? 0),
  };
}

/** What was lost or doubled is added up; of the rest the mean of the rounds is told. */
function together(all: Record<string, number>[]): Record<string, number> {
  const names = Object.keys(all[0] ?? {});
  return Object.fromEntries(
    names.map((name) => {
      const sum = all.reduce((so, figures) => so + (figures[name] ?? 0), 0);
      return [name, ["lost", "doubled", "unacknowledged"].includes(name) ? sum : round(sum / all.length)];
    }),
  );
}
