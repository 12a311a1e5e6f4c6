import type { JobContext } from "#domain/context.ts";
import type { Job, JobKind } from "#domain/outbox/jobs.ts";
import { graphJobs } from "./handlers/graph.ts";
import { liveJobs } from "./handlers/live.ts";
import { mailJobs } from "./handlers/mail.ts";
import { pushJobs } from "./handlers/push.ts";
import { searchJobs } from "./handlers/search.ts";

/** One verb a kind. Each may run twice, or late: it loads what is true now, and its effect is idempotent. */
export type Handlers<Kind extends JobKind> = {
  [K in Kind]: (ctx: JobContext, job: Extract<Job, { kind: K }>) => Promise<unknown>;
};

const handlers: Handlers<JobKind> = { ...mailJobs, ...searchJobs, ...graphJobs, ...liveJobs, ...pushJobs };

/** Does the job's effect. */
export async function handleJob<K extends JobKind>(
  ctx: JobContext,
  job: Extract<Job, { kind: K }>,
): Promise<void> {
  const handler: Handlers<K>[K] = handlers[job.kind as K];
  await handler(ctx, job);
}
