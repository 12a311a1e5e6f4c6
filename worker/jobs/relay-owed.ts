import { newId } from "#domain/ids.ts";
import { relay } from "#domain/outbox/relay.ts";
import { makeJobContext } from "./context.ts";

/**
 * Sends what a change has just appended to the outbox, after the answer. A failure costs a minute at most: the cron
 * relays again.
 */
export async function relayOwed(
  env: Env,
  { requestId, waitUntil }: { requestId: string; waitUntil: ExecutionContext["waitUntil"] },
): Promise<void> {
  const { ctx } = makeJobContext(env, { job: "relay", jobId: newId(), requestId, waitUntil });
  try {
    await relay(ctx, { requestId });
  } catch (error) {
    ctx.log.error("relay failed", error);
  }
}
