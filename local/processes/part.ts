/** What a part of the stack does on its side of the pipe (see child.ts). */

/** The options that the parent passed as the one argument, unchecked: a schema of the part decides. */
export const partOptions = (): unknown => JSON.parse(process.argv[2] ?? "{}");

/** Tells the parent that this part serves. */
export function announceReady(facts: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify({ ready: facts })}\n`);
}

/** Runs `close` and ends the process when the parent ends the pipe or dies, or on a signal. */
export function endWithParent(close: () => Promise<void>): void {
  let ending = false;
  const end = () => {
    if (ending) return;
    ending = true;
    close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.stdin.on("end", end).on("close", end).on("error", end).resume();
  process.once("SIGTERM", end).once("SIGINT", end);
  // a parent that is gone can't read any more
  process.stdout.on("error", end);
  process.stderr.on("error", end);
}
