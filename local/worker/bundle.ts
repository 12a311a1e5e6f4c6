import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { isYounger } from "../ensure-built.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

const sources = ["worker", "party", "domain", "db", "build/server", "wrangler.toml", "package-lock.json"];

/** Whether the bundle in `directory` holds the sources as they are. */
export const isBundleFresh = (directory: string): Promise<boolean> =>
  isYounger(`${directory}/index.js`, sources, (path) => !/\.test\.ts$/.test(path));

/**
 * Bundles the Worker exactly as a deploy would, into `directory/index.js`, and writes
 * what wrangler.toml says for Miniflare beside it, so that a start without changes need not load wrangler.
 * @throws Error with wrangler's own words
 */
export async function bundleWorker(directory: string, signal?: AbortSignal): Promise<void> {
  const args = [
    "node_modules/wrangler/bin/wrangler.js",
    "deploy",
    "--dry-run",
    "--env",
    "",
    "--outdir",
    directory,
  ];
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: {
      ...process.env,
      WRANGLER_SEND_METRICS: "false",
      CLOUDFLARE_CF_FETCH_ENABLED: "false",
      WRANGLER_HIDE_BANNER: "true",
    },
    stdio: ["ignore", "pipe", "pipe"],
    ...(signal && { signal }),
  });
  let words = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (words += data));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code !== 0) throw new Error(`The Worker could not be bundled:\n${words}`);
  const { unstable_getMiniflareWorkerOptions } = await import("wrangler");
  const { workerOptions } = unstable_getMiniflareWorkerOptions(`${root}wrangler.toml`, undefined, {
    overrides: { assets: { directory: `${directory}/client` } },
  });
  await writeFile(`${directory}/options.json`, JSON.stringify(workerOptions));
}
