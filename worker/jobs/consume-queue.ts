import { consumeBatch } from "./consume.ts";
import { consumeDeadLetters } from "./consume-dead-letters.ts";

/** The Worker's `queue` handler. */
export function consumeQueue(
  batch: MessageBatch,
  env: Env,
  execution: Pick<ExecutionContext, "waitUntil">,
): Promise<void> {
  const consume = batch.queue.endsWith("-dead") ? consumeDeadLetters : consumeBatch;
  return consume(batch, env, execution);
}
