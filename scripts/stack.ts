import { parseArgs } from "node:util";
import { DataInUseError } from "#local/stack/data-folder.ts";
import { endCleanly } from "#local/stack/lifetime.ts";
import { LocalStack, type StackOptions } from "#local/stack/stack.ts";

/**
 * `npm run stack -- [--json] [--people N] [--ephemeral] [--no-graph] [--llm] [--postgres URL] [--db-rtt MS] [--port P]
 *   [--count-boots]`
 *
 * The whole product on free ports, without a watcher, for tests, benches and outside checks. With `--json` stdout
 * carries one line when everything serves, and nothing else; progress goes to stderr.
 */
const { values } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    people: { type: "string" },
    ephemeral: { type: "boolean", default: false },
    "no-graph": { type: "boolean", default: false },
    llm: { type: "boolean", default: false },
    postgres: { type: "string" },
    "db-rtt": { type: "string" },
    port: { type: "string" },
    "count-boots": { type: "boolean", default: false },
  },
});

const number = (name: string, text: string | undefined): number | undefined => {
  if (text === undefined) return undefined;
  if (!/^\d+$/.test(text)) {
    console.error(`--${name} takes a number, not "${text}".`);
    process.exit(2);
  }
  return Number(text);
};

const people = number("people", values.people);
const progress = (line: string) => console.error(line);
const options: StackOptions = {
  port: number("port", values.port) ?? 0,
  ...(people !== undefined && { people }),
  ephemeral: values.ephemeral,
  graph: !values["no-graph"],
  llm: values.llm,
  countBoots: values["count-boots"],
  ...(values.postgres && { postgresUrl: values.postgres }),
  dbRttMs: number("db-rtt", values["db-rtt"]) ?? 0,
  onProgress: progress,
  onLog: (part, line) => console.error(`${part}: ${line}`),
};

let stack = new LocalStack(options);
endCleanly(() => stack.stop());

try {
  await stack.start().catch(async (error: unknown) => {
    if (!(error instanceof DataInUseError)) throw error;
    progress(`${error.message} This stack keeps its data in a temporary folder.`);
    stack = new LocalStack({ ...options, ephemeral: true });
    await stack.start();
  });
  const graphServes = await stack.neo4jReady;
  const ready = {
    url: stack.url,
    mailboxUrl: stack.mailboxUrl,
    llmUrl: stack.llmUrl,
    neo4jUrl: graphServes ? stack.neo4jUrl : null,
    postgresUrl: stack.postgresUrl,
    pids: stack.pids,
    accounts: stack.accounts,
  };
  console.log(values.json ? JSON.stringify(ready) : `Ready: ${ready.url}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  await stack.stop();
  process.exit(1);
}
