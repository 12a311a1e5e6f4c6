import { removeExpired } from "#domain/accounts/remove-expired.ts";
import { removeUnsent } from "#domain/attachments/remove-unsent.ts";
import type { JobContext } from "#domain/context.ts";
import { oweEmbeddings } from "#domain/embedding/owe-embeddings.ts";
import { newId } from "#domain/ids.ts";
import { advanceOpenLines } from "#domain/mentorships/advance-open-lines.ts";
import { lapseRequests } from "#domain/mentorships/lapse-requests.ts";
import { relay } from "#domain/outbox/relay.ts";
import { sweep } from "#domain/outbox/sweep.ts";
import { oweDigests } from "#domain/preferences/owe-digests.ts";
import { resumeProfiles } from "#domain/profiles/resume-profiles.ts";
import { measureStaleness } from "#domain/recommendations/measure-staleness.ts";
import { oweStaleRecommendations } from "#domain/recommendations/owe-stale-recommendations.ts";
import { checkSavedSearches } from "#domain/saved-searches/check-saved-searches.ts";
import { makeJobContext } from "./context.ts";

type CronSteps = Record<string, (ctx: JobContext) => Promise<number>>;

/** In this order: what the earlier ones owe, the relay at the end sends. Each returns how much it did. */
export const everyMinute: CronSteps = {
  "stale-recommendations-seconds": measureStaleness,
  "lapse-requests": lapseRequests,
  "resume-profiles": resumeProfiles,
  "advance-lines": advanceOpenLines,
  "owe-recommendations": oweStaleRecommendations,
  "owe-embeddings": oweEmbeddings,
  "check-saved-searches": checkSavedSearches,
  "owe-digests": oweDigests,
  "remove-expired": removeExpired,
  "remove-unsent-attachments": removeUnsent,
  sweep,
  relay: (ctx) => relay(ctx),
};

/** The Worker's every-minute work. A step that fails is logged and hinders no other: the next minute tries again. */
export async function runCron(
  env: Env,
  execution: Pick<ExecutionContext, "waitUntil">,
  steps = everyMinute,
): Promise<void> {
  const waitUntil = execution.waitUntil.bind(execution);
  const requestId = newId();
  const did: Record<string, number> = {};
  const startedAt = performance.now();
  for (const [job, step] of Object.entries(steps)) {
    const { ctx } = makeJobContext(env, { job, jobId: newId(), requestId, waitUntil });
    try {
      did[`labels.${job}`] = await step(ctx);
    } catch (error) {
      ctx.log.error("cron step failed", error, { "event.action": job });
    }
  }
  const { ctx } = makeJobContext(env, { job: "cron", jobId: newId(), requestId, waitUntil });
  ctx.log.info("cron", { "event.duration": Math.round((performance.now() - startedAt) * 1e6), ...did });
}
