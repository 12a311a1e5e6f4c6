import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { announceReady, endWithParent, partOptions } from "../processes/part.ts";
import { watchForWorkerd } from "./watch-for-workerd.ts";

/** The Worker under workerd, by Miniflare and without a proxy in front, as a process of its own. */
const options = z
  .object({
    /** What bundle.ts wrote: the module as `index.js`, its `options.json`, the assets as `client`. */
    folder: z.string(),
    port: z.number(),
    /** Where Durable Objects and R2 keep their data. */
    dataDir: z.string(),
    bindings: z.record(z.string(), z.string()),
    /** Tells at `/dev/boots` how often each room has been brought into memory, by the room's id. */
    countBoots: z.boolean().optional(),
  })
  .parse(partOptions());

/** Rooms that count how often they are made anew, which a room itself can't remember without a write. */
const countedRooms = `
    import { ChatRoom as Room } from "./index.js";
    const boots = {};
    export class ChatRoom extends Room {
      constructor(state, env) {
        super(state, env);
        boots[state.id] = (boots[state.id] ?? 0) + 1;
      }
    }`;

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
        modules: [
          { type: "ESModule", path: join(options.folder, "edge.js"), contents: await edge() },
          { type: "ESModule", path: join(options.folder, "index.js") },
        ],
        modulesRoot: options.folder,
        bindings: { ...workerOptions.bindings, ...options.bindings },
        serviceBindings: { [assets.binding]: ASSETS },
        unsafeDirectSockets: [{ host: "127.0.0.1", port: options.port }],
      },
      {
        name: ASSETS,
        compatibilityDate: workerOptions.compatibilityDate,
        modules: true,
        script: "export default {}",
        assets: { ...assets, routerConfig: { has_user_worker: false } },
      },
    ],
    host: "127.0.0.1",
    port: 0,
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
// what is ended while it starts is no failure
await miniflare.ready.catch((error: unknown) => ending || Promise.reject(error));
if (ending) await new Promise(() => {});
const url = await miniflare.unsafeGetDirectURL(WORKER);
const child = await workerd;
// the supervisor starts both anew
child.once("exit", () => ending || process.exit(1));
cron = setInterval(runCron, CRON_PERIOD_MS);
announceReady({ url: url.origin, pid: child.pid });
// what a crash or a seed left owed need not wait for the first minute
void runCron();

/**
 * What stands before the Worker, as Cloudflare's edge does: it answers what is a static file, and hands on the rest. It
 * is a module around the Worker's own, on a socket of its own, for each further Worker on the way costs a request more
 * than the Worker's whole front does (docs/decisions/0010-local-edge.md).
 */
async function edge(): Promise<string> {
  const entries = await readdir(assets.directory, { withFileTypes: true });
  const files = entries.filter(({ name }) => !name.startsWith("_"));
  return `
    import worker from "./index.js";
    export * from "./index.js";
    ${options.countBoots ? countedRooms : ""}
    const files = new Set(${JSON.stringify(files.map(({ name }) => name))});
    export default {
      ...worker,
      async fetch(request, env, execution) {
        ${options.countBoots ? 'if (new URL(request.url).pathname === "/dev/boots") return Response.json(boots);' : ""}
        if (files.has(new URL(request.url).pathname.split("/", 2)[1])) {
          const file = await env[${JSON.stringify(assets.binding)}].fetch(request.clone());
          if (file.status !== 404) return file;
        }
        return worker.fetch(request, env, execution);
      },
    };`;
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
