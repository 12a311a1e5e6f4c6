import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const sources = ["app", "public", "domain", "vite.config.ts", "package-lock.json"];

/** Whether a file, by its path in the project, ends up in the pages. */
export const isInPages = (path: string): boolean =>
  /^(app|public)\/|^domain\/.*\/(schema|protocol)\.ts$|^(vite\.config\.ts|package-lock\.json)$/.test(path) &&
  !/\.test\.tsx?$/.test(path);

interface BuildOptions {
  /** `false`: only when missing; `true`: always. */
  force?: boolean;
  /** Ends the build. */
  signal?: AbortSignal;
}

/**
 * Builds the pages with `remix vite:build` where build/ is missing or, with `force` left out, older than a source.
 * @throws Error with the build's own words
 */
export async function ensureBuilt({ force, signal }: BuildOptions = {}): Promise<"built" | "fresh"> {
  const output = `${root}build/server/index.js`;
  if (force === false && existsSync(output)) return "fresh";
  if (force === undefined && (await isYounger(output, sources, isInPages))) return "fresh";
  await build(signal);
  return "built";
}

async function build(signal?: AbortSignal): Promise<void> {
  const child = spawn(process.execPath, ["node_modules/@remix-run/dev/dist/cli.js", "vite:build"], {
    cwd: root,
    env: { ...process.env, NODE_ENV: "production" },
    stdio: ["ignore", "pipe", "pipe"],
    ...(signal && { signal }),
  });
  let words = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (words += data));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code !== 0) throw new Error(`The pages could not be built:\n${words}`);
}

/**
 * Whether `output` exists and is younger than every source in `paths` that `counts`.
 * @param paths files and folders, by their paths in the project; what is absent does not count
 */
export async function isYounger(output: string, paths: string[], counts: (path: string) => boolean) {
  if (!existsSync(output)) return false;
  const { mtimeMs } = await stat(output);
  const found = await Promise.all(paths.filter((path) => existsSync(root + path)).map(filesOf));
  const stats = await Promise.all(
    found
      .flat()
      .filter(counts)
      .map((path) => stat(root + path)),
  );
  return stats.every((source) => source.mtimeMs < mtimeMs);
}

async function filesOf(path: string): Promise<string[]> {
  if (!(await stat(root + path)).isDirectory()) return [path];
  const entries = await readdir(root + path, { recursive: true });
  return entries.map((entry) => `${path}/${entry}`);
}
