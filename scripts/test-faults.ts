/**
 * Kills workerd in mid-stream and cuts sockets at random places, and counts what was acknowledged and is not there once
 * and in order. Prints one JSON object with `--json`; ends with 1 when anything was lost, doubled or out of order.
 *   npm run test:faults [-- --rounds 100] [-- --json] [-- --only kill|cut]
 */
import { parseArgs } from "node:util";
import { type FaultKind, runFaults } from "#testing/faults/run-faults.ts";
import { atMost, type BenchReport, machine, print, type Row } from "./bench/report.ts";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "10" },
    json: { type: "boolean", default: false },
    only: { type: "string" },
  },
});
const rounds = Number(values.rounds);
if (!Number.isSafeInteger(rounds) || rounds < 1) {
  console.error(`--rounds takes a number from 1, not "${values.rounds}".`);
  process.exit(2);
}
const kinds: readonly FaultKind[] = ["kill", "cut"];
const wanted = kinds.filter((kind) => !values.only || values.only === kind);
const results = await runFaults(wanted, rounds, (line) => console.error(`… ${line}`));

const rows: Row[] = results.flatMap(
  ({ kind, rounds, reconnects, resets, strikes, messages, notifications }) => [
    { what: `${kind}: messages`, unit: "messages", figures: { rounds, ...messages, reconnects, resets } },
    { what: `${kind}: notifications`, unit: "notifications", figures: { rounds, ...notifications } },
    { what: `${kind}: strikes`, unit: "times", figures: strikes },
  ],
);
const goals = results.flatMap(({ kind, messages, notifications }) =>
  (["lost", "doubled", "outOfOrder"] as const).flatMap((what) => [
    atMost(`${kind}-messages-${what}`, messages[what], 0, ""),
    atMost(`${kind}-notifications-${what}`, notifications[what], 0, ""),
  ]),
);
const report: BenchReport = { bench: "faults", machine: machine(), rows, goals };
print(report, values.json);
process.exitCode = goals.every((goal) => goal.holds) ? 0 : 1;
