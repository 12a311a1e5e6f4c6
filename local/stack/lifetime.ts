import { setInterval } from "node:timers";

/**
 * Calls `stop` once and ends the process after it: on Ctrl-C, on SIGTERM, when the terminal closes, and when npm or
 * whoever npm started us through dies without a word.
 */
export function endCleanly(stop: () => Promise<void>): void {
  let ending = false;
  const end = (code: number) => {
    if (ending) return;
    ending = true;
    stop().then(
      () => process.exit(code),
      () => process.exit(1),
    );
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => end(0));
  // nobody reads any more; writing on would only fail
  process.stdout.on("error", () => end(0));
  process.stderr.on("error", () => {});
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && end(0), 500).unref();
}
