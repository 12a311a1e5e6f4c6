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
  const present = existsSync(output);
  if (present && force === false) return "fresh";
  if (present && force === undefined && (await newest(sources)) <= (await stat(output)).mtimeMs)
    return "fresh";
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

/** When a source was last changed, in milliseconds. */
async function newest(paths: string[]): Promise<number> {
  const found = await Promise.all(paths.filter((path) => existsSync(root + path)).map(filesOf));
  const stats = await Promise.all(
    found
      .flat()
      .filter(isInPages)
      .map((path) => stat(root + path)),
  );
  return Math.max(0, ...stats.map((s) => s.mtimeMs));
}

async function filesOf(path: string): Promise<string[]> {
  if (!(await stat(root + path)).isDirectory()) return [path];
  const entries = await readdir(root + path, { recursive: true });
  return entries.map((entry) => `${path}/${entry}`);
}
