import { embedProfile } from "#domain/embedding/embed-profile.ts";
import type { JobKind } from "#domain/outbox/jobs.ts";
import type { Handlers } from "../handle-job.ts";

export const searchJobs: Handlers<Extract<JobKind, `search.${string}`>> = {
  "search.embed-profile": embedProfile,
};
