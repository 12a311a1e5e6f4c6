import { eq } from "drizzle-orm";
import { pushSubscriptions } from "#db/tables/index.ts";
import type { JobContext } from "../context.ts";
import { withJob } from "./over-jobs.ts";

/** A push service took what this job sent to the browser: it works, however often it failed before. */
export async function recordSuccess({ db, jobId, now }: JobContext, { id }: { id: string }): Promise<void> {
  // unaudited: what was sent is no change of the person's
  await db
    .update(pushSubscriptions)
    .set({ lastSuccessAt: now(), failures: 0, failedAt: null, sentJobs: withJob(jobId) })
    .where(eq(pushSubscriptions.id, id));
}
