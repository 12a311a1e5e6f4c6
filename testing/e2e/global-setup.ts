import { startStack } from "#testing/stack.ts";

/** One stack for the whole run; specs read its ready line from `ATAS_STACK`. */
export default async function globalSetup() {
  const { stop, ...ready } = await startStack(["--ephemeral"]);
  process.env.ATAS_STACK = JSON.stringify(ready);
  return stop;
}
