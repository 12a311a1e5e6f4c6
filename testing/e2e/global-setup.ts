import { startStack } from "#testing/stack.ts";

/**
 * One stack for the whole run; specs read its ready line from `ATAS_STACK`. Who works on a spec starts one by
 * `npm run stack -- --json --ephemeral` and sets the variable by hand: each run is then a minute shorter.
 */
export default async function globalSetup() {
  if (process.env.ATAS_STACK) return;
  const { stop, ...ready } = await startStack(["--ephemeral"]);
  process.env.ATAS_STACK = JSON.stringify(ready);
  return stop;
}
