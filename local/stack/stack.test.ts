import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { createInterface } from "node:readline";
import { expect, it } from "vitest";
import { z } from "zod";
import { isAlive } from "../build-lock.ts";

const readySchema = z.object({
  url: z.url(),
  mailboxUrl: z.url(),
  postgresUrl: z.string(),
  neo4jUrl: z.null(),
  pids: z.object({ workerd: z.number(), postgres: z.number() }),
  accounts: z.array(z.object({ email: z.email(), password: z.string(), role: z.string() })).length(3),
});
type Running = z.infer<typeof readySchema> & { child: ChildProcess };

async function start(): Promise<Running> {
  const args = [
    "--import",
    "tsx",
    "scripts/stack.ts",
    "--json",
    "--ephemeral",
    "--no-graph",
    "--people",
    "20",
  ];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  let words = "";
  child.stderr.on("data", (data) => (words = `${words}${data}`.slice(-5_000)));
  for await (const line of createInterface({ input: child.stdout }))
    return { ...readySchema.parse(JSON.parse(line)), child };
  throw new Error(`no ready line:\n${words}`);
}

const folderOf = async (stack: Running): Promise<string> => {
  const commandLine = await readFile(`/proc/${stack.pids.postgres}/cmdline`, "utf8");
  return /"dataDir":"([^"]*)\/postgres"/.exec(commandLine)?.[1] ?? "";
};

/** Waits for what must come true; the test's own time limit says when it did not. */
async function until(condition: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 50));
}

const isHealthy = (stack: Running) =>
  fetch(`${stack.url}/health`, { headers: { connection: "close" } }).then(
    async (response) => JSON.stringify(await response.json()).includes('"postgres":{"status":"ok"}'),
    () => false,
  );

it.runIf(process.platform === "linux")(
  "runs two stacks side by side, brings back parts that die, and leaves nothing however it ends",
  async () => {
    const [polite, killed] = await Promise.all([start(), start()]);
    const pids = [polite, killed].flatMap(({ pids }) => [pids.workerd, pids.postgres]);
    expect(await isHealthy(polite)).toBe(true);
    expect(polite.url).not.toBe(killed.url);
    const folders = await Promise.all([folderOf(polite), folderOf(killed)]);

    process.kill(killed.pids.workerd, "SIGKILL");
    await until(() => isHealthy(killed));
    process.kill(killed.pids.postgres, "SIGKILL");
    await until(() => !isAlive(killed.pids.postgres));
    await until(() => isHealthy(killed));

    killed.child.kill("SIGKILL");
    polite.child.kill("SIGTERM");
    await until(() => pids.every((pid) => !isAlive(pid)));
    await until(() => polite.child.exitCode !== null);
    expect(polite.child.exitCode).toBe(0);
    expect(existsSync(folders[0] ?? "")).toBe(false);
    expect(await isHealthy(killed)).toBe(false);
    // nobody was left to remove it; the next stack would
    await rm(folders[1] ?? "", { recursive: true, force: true });
  },
  300_000,
);
