import { toDomainError } from "#domain/errors.ts";
import { newId } from "#domain/ids.ts";
import { completeJob } from "#domain/outbox/complete-job.ts";
import { deferJob } from "#domain/outbox/defer-job.ts";
import { type QueueMessage, queueMessageSchema } from "#domain/outbox/jobs.ts";
import { loadDoneJobs } from "#domain/outbox/load-done-jobs.ts";
import { NotNow } from "#domain/outbox/not-now.ts";
import { PassingFailure } from "#domain/outbox/passing-failure.ts";
import { postponeJob } from "#domain/outbox/postpone-job.ts";
import { recordDeadLetter } from "#domain/outbox/record-dead-letter.ts";
import { describeError } from "../telemetry/logger.ts";
import { type JobScope, makeJobContext } from "./context.ts";
import { handleJob } from "./handle-job.ts";
import { relayOwed } from "./relay-owed.ts";

/** One more than `max_retries` of the queues in wrangler.toml: what fails this often is a dead letter. */
const MAX_ATTEMPTS = 9;
/** Jobs of a batch that run side by side; a Worker has six connections at once. */
const PARALLEL = 5;

type Execution = Pick<ExecutionContext, "waitUntil">;

/**
 * Runs a batch of jobs, each acknowledged or retried by itself. A body that is no job goes to the dead letters at
 * once; a job that is done already is acknowledged; one that fails comes back later each time.
 */
export async function consumeBatch(batch: MessageBatch, env: Env, execution: Execution): Promise<void> {
  const waitUntil = execution.waitUntil.bind(execution);
  const { ctx } = makeJobContext(env, { job: "consume", jobId: newId(), requestId: newId(), waitUntil });
  const known: { message: Message; body: QueueMessage }[] = [];
  for (const message of batch.messages) {
    const parsed = queueMessageSchema.safeParse(message.body);
    if (parsed.success) known.push({ message, body: parsed.data });
    else await settle(message, () => recordRubbish(ctx, batch.queue, message.body));
  }
  const ids = known.map(({ body }) => body.id);
  // Without an answer every job runs: a repeat is harmless.
  const done = await loadDoneJobs(ctx, ids).catch(() => new Set<string>());
  for (let at = 0; at < known.length; at += PARALLEL) {
    await Promise.all(
      known.slice(at, at + PARALLEL).map(async ({ message, body }) => {
        if (done.has(body.id)) message.ack();
        else await consume(batch.queue, message, body, env, waitUntil);
      }),
    );
  }
}

async function consume(
  queue: string,
  message: Message,
  { id, requestId, job }: QueueMessage,
  env: Env,
  waitUntil: Execution["waitUntil"],
): Promise<void> {
  const startedAt = performance.now();
  const made = makeJobContext(env, { job: job.kind, jobId: id, requestId, waitUntil });
  const { ctx, scope } = made;
  let outcome: "done" | "retried" | "dropped" | "dead" | "deferred" = "done";
  try {
    await handleJob(ctx, job);
    await completeJob(ctx);
    message.ack();
  } catch (error) {
    outcome = await settleFailure(ctx, message, { queue, body: { id, requestId, job } }, error);
  }
  if (scope.relayOwed) await relayOwed(env, { requestId, waitUntil });
  logJob(made, { id, job }, message.attempts, outcome, performance.now() - startedAt);
}

/** What becomes of a job that threw: it waits for its time, is tried again, is let go, or is a dead letter. */
async function settleFailure(
  ctx: JobScope["ctx"],
  message: Message,
  { queue, body }: { queue: string; body: QueueMessage },
  error: unknown,
): Promise<"deferred" | "retried" | "dropped" | "dead"> {
  if (error instanceof NotNow) {
    await settle(message, () => deferJob(ctx, error));
    return "deferred";
  }
  ctx.log.warn("job failed", {
    "event.action": body.job.kind,
    "labels.job_id": body.id,
    "labels.attempt": message.attempts,
    ...describeError(error),
    "error.code": toDomainError(error).code,
    "error.message": reasonOf(error),
  });
  if (message.attempts < MAX_ATTEMPTS) {
    await retryLater(ctx, message, error);
    return "retried";
  }
  if (error instanceof PassingFailure) {
    await settle(message, () => completeJob(ctx));
    return "dropped";
  }
  await settle(message, () =>
    recordDeadLetter(ctx, { jobId: body.id, queue, body, reason: reasonOf(error) }),
  );
  return "dead";
}

/** Doubles from 5 seconds to 10 minutes: eight retries span a good half hour. */
export const retryDelaySeconds = (attempts: number): number => Math.min(5 * 2 ** (attempts - 1), 600);

/** A service that said how long it is busy is not asked before; nor later than in an hour, whatever it said. */
const MAX_RETRY_AFTER_SECONDS = 3_600;

async function retryLater(ctx: JobScope["ctx"], message: Message, error: unknown): Promise<void> {
  const asked = Math.min(toDomainError(error).retryAfterSeconds ?? 0, MAX_RETRY_AFTER_SECONDS);
  const delaySeconds = Math.max(retryDelaySeconds(message.attempts), asked);
  message.retry({ delaySeconds });
  // If Postgres is what failed, the sweep may send a second copy: harmless.
  await postponeJob(ctx, { delaySeconds }).catch(() => {});
}

/** Acknowledges what could be recorded; what couldn't comes back. */
async function settle(message: Message, record: () => Promise<void>): Promise<void> {
  try {
    await record();
    message.ack();
  } catch {
    message.retry({ delaySeconds: retryDelaySeconds(message.attempts) });
  }
}

const recordRubbish = (ctx: JobScope["ctx"], queue: string, body: unknown) =>
  recordDeadLetter(ctx, { jobId: null, queue, body, reason: "The message is no job of ours." });

/**
 * Why a job failed, for a dead letter: of a failed query the database's words, since drizzle's own are the whole
 * statement with its values, which may be private.
 */
function reasonOf(error: unknown): string {
  let root = error;
  while (root instanceof Error && root.cause instanceof Error) root = root.cause;
  return (root instanceof Error ? root.message : String(root)).slice(0, 500);
}

function logJob(
  { ctx, scope }: JobScope,
  { id, job }: Pick<QueueMessage, "id" | "job">,
  attempts: number,
  outcome: string,
  durationMs: number,
): void {
  ctx.log.info("job", {
    "event.kind": "event",
    "event.action": job.kind,
    "event.outcome": outcome === "done" || outcome === "deferred" ? "success" : "failure",
    // ECS: nanoseconds.
    "event.duration": Math.round(durationMs * 1e6),
    "labels.job_id": id,
    "labels.job_outcome": outcome,
    "labels.attempt": attempts,
    "labels.db_round_trips": scope.roundTrips(),
  });
}
