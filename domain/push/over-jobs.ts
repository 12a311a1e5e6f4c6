import { type SQL, sql } from "drizzle-orm";
import { pushSubscriptions } from "#db/tables/index.ts";

/** Of how many jobs a browser remembers that they are over for it: one whose other browsers are asked again is not its own. */
const REMEMBERED_JOBS = 20;

/** A browser's `sentJobs` with this one in front. */
export const withJob = (jobId: string): SQL =>
  sql`(array_prepend(${jobId}::uuid, ${pushSubscriptions.sentJobs}))[1:${sql.raw(String(REMEMBERED_JOBS))}]`;
