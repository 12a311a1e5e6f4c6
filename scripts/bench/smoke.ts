/**
 * The figures of docs/benchmarks.md on a stack of its own: the search page against a bare route of the same Worker,
 * round trips to the database, profile save → findable, a message in a room of two, and sizes. Without the graph, whose
 * start would take the machine's other core while the first rows are measured.
 *   npm run bench:smoke [-- --json] [--seconds 5]
 */
import { parseArgs } from "node:util";
import { startStack } from "#testing/stack.ts";
import { atMost, type BenchReport, type Goal, machine, print, quantile, type Row, round } from "./report.ts";
import { ApiClient } from "./smoke/client.ts";
import { saveToFindable } from "./smoke/findable.ts";
import { load } from "./smoke/load.ts";
import { roomRoundTrips } from "./smoke/room.ts";
import { roundTripsOfPages, roundTripsOfWrites } from "./smoke/round-trips.ts";
import { clientJavaScriptGzip, workerBundleGzip } from "./smoke/sizes.ts";

const { values } = parseArgs({
  options: { json: { type: "boolean", default: false }, seconds: { type: "string", default: "5" } },
});
/** A machine that is busier than this can't tell the Worker's share of the time. */
const bareRouteFloor = 3_000;
const seconds = Number(values.seconds);
const progress = (what: string) => console.error(`… ${what}`);

progress("starting a stack");
const stack = await startStack(["--ephemeral", "--no-graph"]);
const rows: Row[] = [];
const goals: Goal[] = [];
try {
  const account = (role: string) => {
    const found = stack.accounts.find((one) => one.role === role);
    if (!found) throw new Error(`The stack has no ${role}`);
    return ApiClient.signIn(stack.url, found);
  };
  const [mentee, mentor] = await Promise.all([account("mentee"), account("mentor")]);

  progress("waiting until the jobs of a first start are done");
  await stack.idle();
  progress("search page against a bare route");
  const search = "/mentors?q=my+throat+closes+when+I+have+to+speak+to+a+full+room";
  const bare = await load(`${stack.url}/ping`, {}, seconds);
  const anonymous = await load(`${stack.url}${search}`, {}, seconds);
  const signedIn = await load(`${stack.url}${search}`, mentee.headers, seconds);
  for (const [what, figures] of Object.entries({
    "GET /ping ({ok: true})": bare,
    "search page, a stranger": anonymous,
    "search page, signed in": signedIn,
  })) {
    rows.push({
      what,
      unit: "requests/s and ms, 8 connections",
      figures: rounded({ ...figures, ratioToBare: bare.requestsPerSecond / figures.requestsPerSecond }),
    });
  }
  goals.push({
    id: "bare-route",
    value: round(bare.requestsPerSecond),
    goal: `>= ${bareRouteFloor} requests/s, else the run is void`,
    holds: bare.requestsPerSecond >= bareRouteFloor,
  });

  progress("round trips to the database");
  const pages = await roundTripsOfPages(mentee, mentor);
  rows.push({ what: "round trips of each page", unit: "round trips", figures: pages });
  goals.push(atMost("page-round-trips", Math.max(...Object.values(pages)), 2, "round trips"));
  const { trips: writes, roomId } = await roundTripsOfWrites(mentee, mentor);
  rows.push({ what: "round trips of each write", unit: "round trips", figures: writes });
  goals.push(atMost("write-round-trips", Math.max(...Object.values(writes)), 3, "round trips"));

  progress("profile save → findable");
  const findable = await saveToFindable(mentor, mentee, 20);
  rows.push({ what: "profile save → findable", unit: "ms", figures: spread(findable) });
  goals.push(atMost("findable-p95", quantile(findable, 0.95), 2_000, "ms"));

  progress("a message in a room of two");
  const { ack, delivery } = await roomRoundTrips(mentee, mentor, roomId, 200);
  rows.push({ what: "message → ack", unit: "ms", figures: spread(ack) });
  rows.push({ what: "message → the other one", unit: "ms", figures: spread(delivery) });
} finally {
  await stack.stop();
}

progress("sizes");
const javaScript = clientJavaScriptGzip(["root", "routes/mentors._index"]) / 1000;
const bundle = workerBundleGzip() / 2 ** 20;
rows.push({
  what: "client JavaScript of the search page",
  unit: "KB gzip",
  figures: { value: round(javaScript) },
});
rows.push({ what: "Worker bundle", unit: "MiB gzip", figures: { value: round(bundle) } });
goals.push(
  atMost("search-page-javascript", javaScript, 110, "KB gzip"),
  atMost("worker-bundle", bundle, 1, "MiB gzip"),
);

const report: BenchReport = { bench: "smoke", machine: machine(), rows, goals };
print(report, values.json);
process.exitCode = goals.every((goal) => goal.holds) ? 0 : 1;

function spread(values: number[]) {
  return rounded({ p50: quantile(values, 0.5), p95: quantile(values, 0.95), max: Math.max(...values) });
}

function rounded(figures: Record<string, number>) {
  return Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, round(value)]));
}
