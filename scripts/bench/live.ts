/**
 * The product's live paths beside Socket.IO and Centrifugo, on one machine under one load, and beside two bare relays: one
 * shows what the load generator itself costs, the other what the product's runtime does. Everything listens on loopback, and ends with the run.
 *   npm run bench:live [-- --json] [--only LOAD] [--seconds 20] [--scale 1] [--rounds 2]
 */
import { parseArgs } from "node:util";
import { endCleanly } from "#local/stack/lifetime.ts";
import { judge } from "./live/judge.ts";
import { type Load, loads } from "./live/loads.ts";
import { runLoad } from "./live/run-load.ts";
import { startCentrifugo } from "./live/servers/centrifugo.ts";
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
const stopAll = () => Promise.allSettled(servers.map((server) => server.stop()));
endCleanly(async () => {
  await stopAll();
});
try {
  progress("starting the servers");
  servers.push(await startScript("bare", "nothing: a bare relay, which shows the generator's own share"));
  servers.push(await startScript("workerd", "on disk before its ack: an object that does nothing else"));
  servers.push(await startProduct());
  servers.push(await startScript("socket-io", "in memory only"));
  // told by name and left out, never faked
  const centrifugo = await startCentrifugo(progress).catch((error: Error) => {
    progress(`Centrifugo is left out: ${error.message}`);
    return null;
  });
  if (centrifugo) servers.push(centrifugo);
  for (const load of wanted) await measure(load);
} finally {
  await stopAll();
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
      // one that can't finish is a row of its own, and no reason to leave the others out
      const figures = await runLoad(load, server).catch((error: Error) => {
        progress(`${load.name}, ${server.name} did not finish: ${error.message}`);
        return { unfinished: 1 };
      });
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

/** What was lost or doubled is added up; of the rest the mean of the rounds is told. */
function together(all: Record<string, number>[]): Record<string, number> {
  const names = [...new Set(all.flatMap((figures) => Object.keys(figures)))];
  return Object.fromEntries(
    names.map((name) => {
      const sum = all.reduce((so, figures) => so + (figures[name] ?? 0), 0);
      return [
        name,
        ["lost", "doubled", "merged", "unacknowledged", "unfinished"].includes(name)
          ? sum
          : round(sum / all.filter((figures) => name in figures).length),
      ];
    }),
  );
}
