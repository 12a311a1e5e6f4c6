import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { isYounger } from "../ensure-built.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

const sources = ["worker", "party", "domain", "db", "build/server", "wrangler.toml", "package-lock.json"];

/** Whether the bundle in `directory` holds the sources as they are. */
export const isBundleFresh = (directory: string): Promise<boolean> =>
  isYounger(`${directory}/index.js`, sources, (path) => !/\.test\.ts$/.test(path));

/**
 * Bundles the Worker exactly as a deploy would, into `directory/index.js`.
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
}
