import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { z } from "zod";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** How a part of the stack is started. It prints one JSON line when ready and ends when its stdin does. */
export interface PartCommand {
  name: string;
  command: string;
  args: string[];
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  uid?: number;
  /** Lines on stdout and stderr that are not the ready line. */
  onLine?: (line: string) => void;
}

export interface Part {
  pid: number;
  /** What the ready line said. */
  ready: Record<string, unknown>;
  exited: Promise<void>;
  stop(): Promise<void>;
}

const readySchema = z.object({ ready: z.record(z.string(), z.unknown()) });
/** After it a part that ignores the polite word is killed. */
const STOP_GRACE_MS = 5_000;

/** A TypeScript file of ours as a command; its one argument is JSON. */
export const scriptCommand = (name: string, file: URL, options: unknown): PartCommand => ({
  name,
  command: process.execPath,
  args: ["--import", "tsx", fileURLToPath(file), JSON.stringify(options)],
  cwd: root,
});

/**
 * Starts a part as a process of its own. Its stdin is a pipe from here, which closes when this process dies
 * in whatever way: so no part outlives the stack.
 * @param leaving ends it while it is not ready yet, and starts nothing once it is aborted
 * @throws Error with its last words when it ends before it is ready, without them where `leaving` ended it
 */
export async function startPart(part: PartCommand, leaving?: AbortSignal): Promise<Part> {
  if (leaving?.aborted) throw endedEarly(part);
  const child = spawn(part.command, part.args, {
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...process.env, ...part.env },
    ...(part.cwd && { cwd: part.cwd }),
    ...(part.uid !== undefined && { uid: part.uid, gid: part.uid }),
    // Ctrl-C reaches the whole foreground group; the parts are stopped in order by their parent instead
    detached: true,
  });
  child.stdin.on("error", () => {});
  const exited = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  });
  const leave = () => void stop(child, exited);
  leaving?.addEventListener("abort", leave);
  const ready = await firstReadyLine(child, part)
    .catch((error: unknown) => {
      throw leaving?.aborted ? endedEarly(part) : error;
    })
    .finally(() => leaving?.removeEventListener("abort", leave));
  return { pid: child.pid ?? 0, ready, exited, stop: () => stop(child, exited) };
}

/** What it said while it was ended tells nobody anything. */
const endedEarly = ({ name }: PartCommand) => new Error(`${name} was ended before it was ready.`);

function firstReadyLine(child: ChildProcess, part: PartCommand): Promise<Record<string, unknown>> {
  const lastWords: string[] = [];
  return new Promise((resolve, reject) => {
    const hear = (line: string) => {
      const ready = parseReady(line);
      if (ready) return resolve(ready);
      lastWords.push(line);
      if (lastWords.length > 40) lastWords.shift();
      part.onLine?.(line);
    };
    for (const stream of [child.stdout, child.stderr]) if (stream) createInterface(stream).on("line", hear);
    child.once("error", reject);
    child.once("close", (code, signal) =>
      reject(
        new Error(`${part.name} ended before it was ready (${signal ?? code}):\n${lastWords.join("\n")}`),
      ),
    );
  });
}

function parseReady(line: string): Record<string, unknown> | null {
  if (!line.startsWith('{"ready":')) return null;
  try {
    return readySchema.parse(JSON.parse(line)).ready;
  } catch {
    return null;
  }
}

async function stop(child: ChildProcess, exited: Promise<void>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.stdin?.end();
  const timer = setTimeout(() => child.kill("SIGKILL"), STOP_GRACE_MS);
  await exited;
  clearTimeout(timer);
}
