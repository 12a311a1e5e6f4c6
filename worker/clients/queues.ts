import type { JobContext } from "#domain/context.ts";
import { type QueueMessage, type QueueName, queueOf } from "#domain/outbox/jobs.ts";

/** What a queue takes in one call. */
const MAX_BATCH = 100;

/** The queues by the first word of a job's kind. */
export function makeQueues(env: Env): JobContext["queues"] {
  const queues: Record<QueueName, Queue> = {
    mail: env.MAIL_QUEUE,
    search: env.SEARCH_QUEUE,
    graph: env.GRAPH_QUEUE,
    live: env.LIVE_QUEUE,
    push: env.PUSH_QUEUE,
  };
  return {
    async send(messages: QueueMessage[]) {
      for (const [name, queue] of Object.entries(queues)) {
        const own = messages.filter((message) => queueOf(message.job.kind) === name);
        for (let at = 0; at < own.length; at += MAX_BATCH) {
          await queue.sendBatch(own.slice(at, at + MAX_BATCH).map((body) => ({ body })));
        }
      }
    },
  };
}
