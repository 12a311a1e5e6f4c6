import { existsSync, readFileSync } from "node:fs";
import { parseArgs, parseEnv } from "node:util";
import { endCleanly } from "#local/stack/lifetime.ts";
import { readableLine } from "#local/stack/log-lines.ts";
import { isPortFree } from "#local/stack/port.ts";
import { LocalStack } from "#local/stack/stack.ts";
import { type Change, watchSources } from "#local/stack/watch-sources.ts";

/** `npm run dev -- [--fresh] [--port 8787] [--no-graph]`: the product on this machine, rebuilt as you edit. */
const { values } = parseArgs({
  options: {
    fresh: { type: "boolean", default: false },
    port: { type: "string", default: "8787" },
    "no-graph": { type: "boolean", default: false },
  },
});

const startedAt = performance.now();
const port = Number(values.port);
let lastSaid = "";
const say = (line: string) => console.log(`${seconds()}  ${line}`);

if (!Number.isInteger(port) || port < 1 || port > 65_535)
  stopWith(`--port takes a port, not "${values.port}".`);
if (!(await isPortFree(port)))
  stopWith(`Port ${port} is taken. Stop what uses it, or choose another: npm run dev -- --port ${port + 1}`);

const stack = new LocalStack({
  port,
  ephemeral: false,
  fresh: values.fresh,
  graph: !values["no-graph"],
  settings: readDevVars(),
  onProgress: say,
  onLog(part, line) {
    const readable = readableLine(line);
    // Neo4j tells its own log what it does; what repeats itself is said once
    if (!readable || part === "neo4j" || readable === lastSaid) return;
    lastSaid = readable;
    console.log(`${part}: ${readable}`);
  },
});
let unwatch = async () => {};
endCleanly(async () => {
  say("Stopping");
  await unwatch();
  await stack.stop();
});

try {
  await stack.start();
} catch (error) {
  await stack.stop();
  stopWith(error instanceof Error ? error.message : String(error));
}
unwatch = watchSources(rebuild);
console.log(`
ATAS is ready at ${stack.url} (${seconds().trim()})
${stack.accounts.map(({ role, email, password }) => `  ${role.padEnd(7)} ${email}  ${password}`).join("\n")}
Letters are at ${stack.url}/dev/mailbox. Ctrl-C ends everything.
`);
if (await stack.neo4jReady) say("Neo4j serves");

async function rebuild(change: Change, paths: string[]): Promise<void> {
  const since = performance.now();
  const [first = "", ...more] = paths;
  say(`${first}${more.length > 0 ? ` and ${more.length} more` : ""} changed`);
  try {
    if (paths.some((path) => path.startsWith("db/migrations/"))) await stack.migrate();
    await stack.rebuild(change === "pages" ? "always" : "never");
    await stack.restartWorker();
    say(`Reloaded in ${((performance.now() - since) / 1000).toFixed(1)} s`);
  } catch (error) {
    // the last good state goes on serving
    console.error(error instanceof Error ? error.message : error);
  }
}

/** Settings that a developer put into .dev.vars, to try an account's service here. */
function readDevVars(): Record<string, string> {
  if (!existsSync(".dev.vars")) return {};
  const entries = Object.entries(parseEnv(readFileSync(".dev.vars", "utf8")));
  return Object.fromEntries(entries.flatMap(([name, value]) => (value ? [[name, value]] : [])));
}

function seconds(): string {
  return `${((performance.now() - startedAt) / 1000).toFixed(1)} s`.padStart(7);
}

function stopWith(message: string): never {
  console.error(message);
  process.exit(1);
}
