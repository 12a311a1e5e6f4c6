import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import getPort from "get-port";
import { until } from "#testing/faults/until.ts";
import { type LiveServer, namedRooms } from "./server.ts";

const MODULE = "github.com/centrifugal/centrifugo/v6@v6.9.1";
const folder = fileURLToPath(new URL("../../../../.data/bench/centrifugo", import.meta.url));
const program = join(folder, "centrifugo");
/** Centrifugo and its 200 modules take ten minutes on two cores, once. */
const BUILT_WITHIN_MS = 40 * 60_000;

const settings = (port: number) => ({
  http_server: { address: "127.0.0.1", port },
  log: { level: "error" },
  // who may enter is no part of the measurement here; the product checks session and membership
  client: { insecure: true, allowed_origins: ["*"] },
  http_api: { insecure: true },
  uni_sse: { enabled: true },
  channel: {
    without_namespace: { history_size: 1_000, history_ttl: "300s", force_recovery: true, presence: true },
  },
});

/**
 * Built from the Go module proxy, kept between runs.
 * @throws Error with the reason where it can't be built
 */
export async function startCentrifugo(onProgress: (line: string) => void): Promise<LiveServer> {
  if (!existsSync(program)) {
    onProgress(`building ${MODULE}, once`);
    const env = { ...process.env, GOBIN: folder };
    await promisify(execFile)("go", ["install", MODULE], { env, timeout: BUILT_WITHIN_MS });
  }
  const port = await getPort({ host: "127.0.0.1" });
  const data = await mkdtemp(join(tmpdir(), "atas-bench-centrifugo-"));
  const config = join(data, "config.json");
  await writeFile(config, JSON.stringify(settings(port)));
  const child = spawn(program, ["-c", config], { stdio: ["ignore", "ignore", "inherit"] });
  const end = () => child.kill("SIGKILL");
  process.once("exit", end);
  const url = `http://127.0.0.1:${port}`;
  const stop = async () => {
    process.off("exit", end);
    await ended(child);
    await rm(data, { recursive: true, force: true });
  };
  try {
    await until("Centrifugo answers", 30_000, () => fetch(url).then(Boolean, () => false));
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    ...{ name: "centrifugo", url, pid: child.pid ?? 0, helpers: {}, makeRooms: namedRooms, stop },
    promise: "in memory only, with a history to recover from",
  };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGTERM");
  await once(child, "exit");
}
