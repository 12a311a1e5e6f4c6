import { type ChildProcess, spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";
import { z } from "zod";

const readySchema = z.object({
  url: z.url(),
  mailboxUrl: z.url(),
  llmUrl: z.url().nullable(),
  neo4jUrl: z.string().nullable(),
  postgresUrl: z.string(),
  pids: z.object({
    workerd: z.number(),
    postgres: z.number(),
    neo4j: z.number().nullable(),
    llm: z.number().optional(),
  }),
  accounts: z.array(z.object({ email: z.string(), password: z.string(), role: z.string() })),
});
export type RunningStack = z.infer<typeof readySchema>;

/** The stack's ready line, parsed. */
export const readyLine = (line: string): RunningStack => readySchema.parse(JSON.parse(line));

/**
 * Starts `npm run stack` on free ports and waits for its ready line.
 * @throws Error with what the stack said, when it ends before it is ready
 */
export async function startStack(
  args: string[] = ["--ephemeral"],
): Promise<RunningStack & { idle(): Promise<void>; killWorker(): Promise<void>; stop(): Promise<void> }> {
  const child = spawn(process.execPath, ["--import", "tsx", "scripts/stack.ts", "--json", ...args], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  let saidAt = Date.now();
  const restarts = new EventEmitter();
  createInterface({ input: child.stderr }).on("line", (line) => {
    saidAt = Date.now();
    said = `${said}${line}\n`.slice(-10_000);
    const pid = /^workerd was started again \(process (\d+)\)$/.exec(line)?.[1];
    if (pid) restarts.emit("workerd", Number(pid));
  });
  const ended = new Promise<never>((_, reject) => {
    child.once("exit", (code) =>
      reject(new Error(`The stack ended with ${code} before it was ready:\n${said}`)),
    );
  });
  ended.catch(() => {});
  const ready = readyLine(await Promise.race([firstLine(child), ended]));
  /** Resolves when no job has been logged for 3 s: a first start leaves recommendations to be computed. */
  const idle = async () => {
    while (Date.now() - saidAt < 3_000) await setTimeout(250);
  };
  let workerd = ready.pids.workerd;
  /** SIGKILL, as a crash does; resolves when the supervisor has brought the Worker back. */
  const killWorker = async () => {
    const again = once(restarts, "workerd");
    process.kill(workerd, "SIGKILL");
    workerd = Number((await Promise.race([again, ended]))[0]);
  };
  return { ...ready, idle, killWorker, stop: () => stop(child) };
}

async function firstLine(child: ChildProcess): Promise<string> {
  const lines = createInterface({ input: child.stdout! });
  for await (const line of lines) if (line.startsWith("{")) return line;
  throw new Error("The stack closed its output.");
}

function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return Promise.resolve();
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill("SIGTERM");
  return gone;
}
