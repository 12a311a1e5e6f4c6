import { spawnSync } from "node:child_process";

/** Runs wrangler and returns what it said. `inherit` shows it to the person instead. */
export function wrangler(args: string[], options: { input?: string; inherit?: boolean } = {}) {
  const result = spawnSync("wrangler", args, {
    encoding: "utf8",
    input: options.input,
    stdio: options.inherit ? "inherit" : "pipe",
    env: { ...process.env, WRANGLER_SEND_METRICS: "false" },
  });
  return { ok: result.status === 0, output: `${result.stdout ?? ""}${result.stderr ?? ""}` };
}
