import childProcess, { type ChildProcess } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { announceReady, endWithParent, partOptions } from "../processes/part.ts";

/** The Worker under workerd, by Miniflare and without a proxy in front, as a process of its own. */
const options = z
  .object({
    /** What bundle.ts wrote: the module as `index.js`, its `options.json`, the assets as `client`. */
    folder: z.string(),
    port: z.number(),
    /** Where Durable Objects and R2 keep their data. */
    dataDir: z.string(),
    bindings: z.record(z.string(), z.string()),
  })
  .parse(partOptions());

const optionsSchema = z.looseObject({
  bindings: z.record(z.string(), z.string()),
  compatibilityDate: z.string(),
  assets: z.looseObject({ binding: z.string(), directory: z.string() }),
});
const CRON_PERIOD_MS = 60_000;

process.env.CLOUDFLARE_CF_FETCH_ENABLED = "false";
const workerd = watchForWorkerd();
const { Miniflare, convertV4MiniflareOptions } = await import("miniflare");
const { assets, ...workerOptions } = optionsSchema.parse(
  JSON.parse(await readFile(join(options.folder, "options.json"), "utf8")),
);
const WORKER = "";
const ASSETS = "assets";
const miniflare = new Miniflare(
  convertV4MiniflareOptions({
    workers: [
      {
        ...workerOptions,
        name: WORKER,
        modules: [{ type: "ESModule", path: join(options.folder, "index.js") }],
        modulesRoot: options.folder,
        bindings: { ...workerOptions.bindings, ...options.bindings },
        serviceBindings: { [assets.binding]: ASSETS },
      },
      await assetsWorker(),
    ],
    host: "127.0.0.1",
    port: options.port,
    resourcePersistencePath: options.dataDir,
  }),
);
let ending = false;
let cron: NodeJS.Timeout | undefined;
endWithParent(async () => {
  ending = true;
  clearInterval(cron);
  await miniflare.dispose();
});
const url = await miniflare.ready;
const child = await workerd;
// the supervisor starts both anew
child.once("exit", () => ending || process.exit(1));
cron = setInterval(runCron, CRON_PERIOD_MS);
announceReady({ url: url.origin, pid: child.pid });
// what a crash or a seed left owed need not wait for the first minute
void runCron();

/**
 * Static files in a Worker of their own, by their routes; what isn't one of them goes on to the Worker.
 * Miniflare's own router stands before every request, and costs a page more than the Worker's whole front does.
 */
async function assetsWorker() {
  const entries = await readdir(assets.directory, { withFileTypes: true });
  const files = entries.filter(({ name }) => !name.startsWith("_"));
  return {
    name: ASSETS,
    compatibilityDate: workerOptions.compatibilityDate,
    modules: true,
    script: `export default {
      async fetch(request, { ASSETS, WORKER }) {
        const file = await ASSETS.fetch(request.clone());
        return file.status === 404 ? WORKER.fetch(request) : file;
      },
    };`,
    serviceBindings: { WORKER },
    routes: files.map((entry) => `*/${entry.name}${entry.isDirectory() ? "/*" : ""}`),
    assets: { ...assets, binding: "ASSETS", routerConfig: { has_user_worker: false } },
  };
}

/** Crons never fire by themselves here. */
async function runCron(): Promise<void> {
  try {
    const worker = await miniflare.getWorker();
    await worker.scheduled({ cron: "* * * * *", scheduledTime: new Date() });
  } catch (error) {
    console.error(`cron: ${error instanceof Error ? error.message : error}`);
  }
}

/** Miniflare tells nobody its runtime's pid, nor that it died; so its spawn is listened to. */
function watchForWorkerd(): Promise<ChildProcess> {
  const { spawn } = childProcess;
  return new Promise((resolve) => {
    childProcess.spawn = new Proxy(spawn, {
      apply(target, self, args) {
        const started: ChildProcess = Reflect.apply(target, self, args);
        if (/workerd/.test(String(args[0]))) resolve(started);
        return started;
      },
    });
  });
}
