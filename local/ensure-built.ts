import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const sources = ["app", "public", "domain", "vite.config.ts", "package.json"];

/**
 * Builds the pages with `remix vite:build` where build/ is missing or, with `force` left out, older than a source.
 * @param force `false`: only when missing; `true`: always
 * @throws Error with the build's own words
 */
export async function ensureBuilt({ force }: { force?: boolean } = {}): Promise<"built" | "fresh"> {
  const output = `${root}build/server/index.js`;
  const present = existsSync(output);
  if (present && force === false) return "fresh";
  if (present && force === undefined && (await newest(sources)) <= (await stat(output)).mtimeMs)
    return "fresh";
  await build();
  return "built";
}

async function build(): Promise<void> {
  const child = spawn(process.execPath, ["node_modules/@remix-run/dev/dist/cli.js", "vite:build"], {
    cwd: root,
    env: { ...process.env, NODE_ENV: "production" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let words = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (words += data));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code !== 0) throw new Error(`The pages could not be built:\n${words}`);
}

async function newest(paths: string[]): Promise<number> {
  const times = paths
    .filter((path) => existsSync(root + path))
    .map(async (path) => {
      if (!(await stat(root + path)).isDirectory()) return (await stat(root + path)).mtimeMs;
      const entries = await readdir(root + path, { recursive: true, withFileTypes: true });
      const files = entries.filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name));
      const stats = await Promise.all(files.map((file) => stat(`${file.parentPath}/${file.name}`)));
      return Math.max(0, ...stats.map((s) => s.mtimeMs));
    });
  return Math.max(0, ...(await Promise.all(times)));
}
