import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it, vi } from "vitest";
import { eventually } from "#testing/eventually.ts";
import type { PartCommand } from "./child.ts";
import { supervise } from "./supervisor.ts";

const folders: string[] = [];
afterEach(() => Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true }))));

/** Serves while `serving` is set; else starts and never says that it is ready. Notes the pid of each start. */
async function aPart() {
  const folder = await mkdtemp(join(tmpdir(), "part-"));
  folders.push(folder);
  const [serving, pids] = [join(folder, "serving"), join(folder, "pids")];
  await writeFile(serving, "");
  const script = `
    const { appendFileSync, existsSync } = require("node:fs");
    appendFileSync(${JSON.stringify(pids)}, process.pid + "\\n");
    process.stdin.on("end", () => process.exit()).resume();
    if (existsSync(${JSON.stringify(serving)})) console.log(JSON.stringify({ ready: {} }));`;
  const command: PartCommand = { name: "a part", command: process.execPath, args: ["-e", script] };
  const started = async () => (await readFile(pids, "utf8")).trim().split("\n").map(Number);
  return { command, started, stopServing: () => rm(serving) };
}

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

it("starts again what was killed, and tells its new pid", async () => {
  const { command, started } = await aPart();
  const onRestart = vi.fn();
  const part = await supervise(() => command, onRestart);
  const before = part.pid();
  process.kill(before, "SIGKILL");
  await eventually(() => expect(onRestart).toHaveBeenCalledOnce());
  expect(onRestart).toHaveBeenCalledWith("a part", part.pid());
  expect(await started()).toEqual([before, part.pid()]);
  await part.stop();
  expect((await started()).filter(isRunning)).toEqual([]);
});

it("waits for nothing that is not ready yet when it stops, and leaves none of it behind", async () => {
  const { command, started, stopServing } = await aPart();
  const part = await supervise(() => command);
  await stopServing();
  process.kill(part.pid(), "SIGKILL");
  await eventually(async () => expect(await started()).toHaveLength(2));
  await part.stop();
  expect((await started()).filter(isRunning)).toEqual([]);
});

it("waits for no first start either, and starts nothing once it is ended", async () => {
  const { command, started, stopServing } = await aPart();
  await stopServing();
  const ending = new AbortController();
  const first = supervise(() => command, undefined, ending.signal);
  const ended = expect(first).rejects.toThrow("a part was ended before it was ready.");
  await eventually(async () => expect(await started()).toHaveLength(1));
  ending.abort();
  await ended;
  await expect(supervise(() => command, undefined, ending.signal)).rejects.toThrow("was ended");
  expect(await started()).toHaveLength(1);
  expect((await started()).filter(isRunning)).toEqual([]);
});
