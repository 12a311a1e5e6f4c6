import { projectConnection } from "#domain/graph/project-connection.ts";
import { projectMentorship } from "#domain/graph/project-mentorship.ts";
import { projectPerson } from "#domain/graph/project-person.ts";
import type { JobKind } from "#domain/outbox/jobs.ts";
import { refreshRecommendations } from "#domain/recommendations/refresh-recommendations.ts";
import type { Handlers } from "../handle-job.ts";

export const graphJobs: Handlers<Extract<JobKind, `graph.${string}`>> = {
  "graph.project-person": projectPerson,
  "graph.project-connection": projectConnection,
  "graph.project-mentorship": projectMentorship,
  "graph.refresh-recommendations": refreshRecommendations,
};
