import { and, eq, isNull } from "drizzle-orm";
import { outbox } from "#db/tables/index.ts";
import type { JobContext } from "../context.ts";
import { authorize } from "../permissions.ts";

/** Tells the sweep that the job of this context failed and is tried again by its queue in `delaySeconds`. */
export async function postponeJob(
  ctx: JobContext,
  { delaySeconds }: { delaySeconds: number },
): Promise<void> {
  authorize(ctx, "run:outbox:any");
  await ctx.db
    .update(outbox)
    .set({ sentAt: new Date(ctx.now().getTime() + delaySeconds * 1_000) })
    .where(and(eq(outbox.id, ctx.jobId), isNull(outbox.doneAt)));
}
