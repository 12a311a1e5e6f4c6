import { sql } from "drizzle-orm";
import { deadLetters, outbox } from "#db/tables/index.ts";
import type { JobContext } from "../context.ts";
import { newId } from "../ids.ts";
import { authorize } from "../permissions.ts";

interface DeadLetter {
  /** The outbox row; null when the message was too broken to name one. */
  jobId: string | null;
  queue: string;
  body: unknown;
  reason: string;
}

/**
 * Keeps a job that failed for good, and settles its outbox row in the same statement so that the sweep lets it rest.
 * A job that another copy of the message has done, or that lies here already, is not recorded again.
 */
export async function recordDeadLetter(ctx: JobContext, letter: DeadLetter): Promise<void> {
  authorize(ctx, "run:outbox:any");
  const { jobId, queue, reason } = letter;
  const settled = sql`select 1 from ${outbox} where id = ${jobId}::uuid and done_at is not null
    union all select 1 from ${deadLetters} where outbox_id = ${jobId}::uuid and replayed_at is null`;
  await ctx.db.execute(sql`with dead as (
      insert into ${deadLetters} (id, outbox_id, queue, body, reason, created_at)
      select ${newId()}::uuid, ${jobId}::uuid, ${queue}, ${storable(letter.body)}::jsonb,
        ${reason.slice(0, 1_000)}, ${ctx.now().toISOString()}::timestamptz
      where not exists (${settled}) returning outbox_id
    )
    update ${outbox} set done_at = ${ctx.now().toISOString()}::timestamptz from dead where ${outbox.id} = dead.outbox_id`);
  ctx.log.warn("dead letter", { "labels.queue": queue, "labels.job_id": jobId, "error.message": reason });
}

/** jsonb takes neither NUL nor half a surrogate pair, and a rubbish body must not be lost for it. */
function storable(body: unknown): string {
  const clean = (_key: string, value: unknown) =>
    typeof value === "string" ? value.replace(/\0|\p{Surrogate}/gu, "\ufffd") : value;
  return JSON.stringify(body, clean) ?? "null";
}
