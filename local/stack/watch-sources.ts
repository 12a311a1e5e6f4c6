import { sep } from "node:path";
import { fileURLToPath } from "node:url";
import { watch } from "chokidar";
import { isInPages } from "../ensure-built.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folders = ["app", "public", "domain", "worker", "party", "db", "vite.config.ts", "wrangler.toml"];
const QUIET_MS = 120;

/** What a change asks for: the pages built anew, or the Worker's bundle alone. */
export type Change = "pages" | "worker";

export const changeOf = (path: string): Change => (isInPages(path) ? "pages" : "worker");

/**
 * Calls `onChange` after sources changed and are quiet again. Runs never overlap: what changes meanwhile is one
 * more run.
 */
export function watchSources(
  onChange: (change: Change, paths: string[]) => Promise<void>,
): () => Promise<void> {
  let changed: string[] = [];
  let timer: NodeJS.Timeout | undefined;
  let running = false;

  const run = async () => {
    if (running || changed.length === 0) return;
    running = true;
    const paths = [...new Set(changed)];
    changed = [];
    await onChange(paths.some((path) => changeOf(path) === "pages") ? "pages" : "worker", paths);
    running = false;
    await run();
  };

  const watcher = watch(folders, {
    cwd: root,
    ignoreInitial: true,
    ignored: (path, stats) => Boolean(stats?.isFile()) && /\.(native\.)?test\.tsx?$|\.md$/.test(path),
  });
  watcher.on("all", (_event, path) => {
    changed.push(path.split(sep).join("/"));
    clearTimeout(timer);
    timer = setTimeout(() => void run(), QUIET_MS);
  });
  return async () => {
    clearTimeout(timer);
    await watcher.close();
  };
}
