import { newId } from "#domain/ids.ts";
import { queueMessageSchema } from "#domain/outbox/jobs.ts";
import { recordDeadLetter } from "#domain/outbox/record-dead-letter.ts";
import { retryDelaySeconds } from "./consume.ts";
import { makeJobContext } from "./context.ts";

/**
 * Keeps what a queue gave up on. Jobs that fail with an error never come here, since the consumer records their
 * last one with its reason: these crashed it, or ran out of time.
 */
export async function consumeDeadLetters(
  batch: MessageBatch,
  env: Env,
  execution: Pick<ExecutionContext, "waitUntil">,
): Promise<void> {
  for (const message of batch.messages) {
    const parsed = queueMessageSchema.safeParse(message.body);
    const { ctx } = makeJobContext(env, {
      job: "dead-letters",
      jobId: newId(),
      requestId: parsed.data?.requestId ?? newId(),
      waitUntil: execution.waitUntil.bind(execution),
    });
    try {
      await recordDeadLetter(ctx, {
        jobId: parsed.data?.id ?? null,
        queue: batch.queue,
        body: message.body,
        reason: "The queue gave up: each try crashed or ran out of time.",
      });
      message.ack();
    } catch {
      message.retry({ delaySeconds: retryDelaySeconds(message.attempts) });
    }
  }
}
