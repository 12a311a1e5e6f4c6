import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isAlive } from "../build-lock.ts";
import { makeVapidKeys, type VapidKeys } from "./vapid-keys.ts";

const lasting = fileURLToPath(new URL("../../.data", import.meta.url));

const TEMPORARY = "atas-stack-";

export interface DataFolder {
  path: string;
  /** Signs cookies and links; made once a folder. */
  authSecret: string;
  /** Of web push; made once a folder, since a browser's subscription holds for one key. */
  vapid: VapidKeys;
  /** Gives it up; a temporary one is removed. */
  release(): Promise<void>;
}

/** Says which process has the data already. */
export class DataInUseError extends Error {
  override readonly name = "DataInUseError";
}

/**
 * Takes `.data/`, or a temporary folder that ends with the stack.
 * @param fresh starts over: what is there is removed
 * @throws DataInUseError when a running stack has `.data/`
 */
export async function takeDataFolder(options: { ephemeral: boolean; fresh?: boolean }): Promise<DataFolder> {
  if (options.ephemeral) await sweepTemporary();
  const path = options.ephemeral ? await mkdtemp(join(tmpdir(), TEMPORARY)) : lasting;
  const owner = join(path, "pid");
  if (!options.ephemeral) {
    await refuseIfInUse(owner);
    if (options.fresh) await rm(path, { recursive: true, force: true });
    await mkdir(path, { recursive: true });
  }
  await writeFile(owner, String(process.pid));
  return {
    path,
    authSecret: await readSecret(join(path, "auth-secret"), () => randomBytes(32).toString("base64url")),
    vapid: await readVapidKeys(join(path, "vapid-keys")),
    release: () => rm(options.ephemeral ? path : owner, { recursive: true, force: true }),
  };
}

async function refuseIfInUse(owner: string): Promise<void> {
  if (!existsSync(owner)) return;
  const pid = Number(await readFile(owner, "utf8"));
  if (pid === process.pid || !(pid > 0 && isAlive(pid))) return;
  throw new DataInUseError(`The data in .data/ is in use by the process ${pid}. Stop that one first.`);
}

/** Removes what stacks left behind that were killed hard. */
async function sweepTemporary(): Promise<void> {
  const names = (await readdir(tmpdir())).filter((name) => name.startsWith(TEMPORARY));
  for (const name of names) {
    const owner = Number(await readFile(join(tmpdir(), name, "pid"), "utf8").catch(() => "0"));
    if (owner > 0 && !isAlive(owner)) await rm(join(tmpdir(), name), { recursive: true, force: true });
  }
}

async function readSecret(file: string, make: () => string): Promise<string> {
  if (!existsSync(file)) await writeFile(file, make(), { mode: 0o600 });
  return readFile(file, "utf8");
}

/** Both keys on one line. */
async function readVapidKeys(file: string): Promise<VapidKeys> {
  const make = () => Object.values(makeVapidKeys()).join(" ");
  const [publicKey = "", privateKey = ""] = (await readSecret(file, make)).split(" ");
  return { publicKey, privateKey };
}
