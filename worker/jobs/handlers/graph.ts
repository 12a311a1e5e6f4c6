import { DomainError } from "#domain/errors.ts";
import type { JobKind } from "#domain/outbox/jobs.ts";
import type { Handlers } from "../handle-job.ts";

/** Without a graph these wait: they come back until it is connected. */
const wait = async () => {
  throw new DomainError("unavailable", { log: "the graph is not connected" });
};

export const graphJobs: Handlers<Extract<JobKind, `graph.${string}`>> = {
  "graph.project-person": wait,
  "graph.project-connection": wait,
  "graph.project-mentorship": wait,
  "graph.refresh-recommendations": wait,
};
