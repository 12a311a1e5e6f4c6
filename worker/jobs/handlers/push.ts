import type { JobKind } from "#domain/outbox/jobs.ts";
import { sendPush } from "#domain/push/send-push.ts";
import type { Handlers } from "../handle-job.ts";

export const pushJobs: Handlers<Extract<JobKind, `push.${string}`>> = { "push.notification": sendPush };
