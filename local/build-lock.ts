import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const cache = fileURLToPath(new URL("../node_modules/.cache/atas/", import.meta.url));
const lock = `${cache}build.lock`;
const POLL_MS = 100;

/** Runs `work` while nobody else, in any process, builds into build/ or reads from it. */
export async function whileNobodyBuilds<T>(work: () => Promise<T>): Promise<T> {
  await mkdir(cache, { recursive: true });
  while (!(await take())) await delay(POLL_MS);
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
}

async function take(): Promise<boolean> {
  try {
    await writeFile(lock, String(process.pid), { flag: "wx" });
    return true;
  } catch {
    const owner = Number(await readFile(lock, "utf8").catch(() => "0"));
    // an owner that died while it built left the lock behind
    if (owner > 0 && !isAlive(owner)) await rm(lock, { force: true });
    return false;
  }
}

export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
