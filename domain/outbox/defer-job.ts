import { and, eq, isNull } from "drizzle-orm";
import { outbox } from "#db/tables/index.ts";
import type { JobContext } from "../context.ts";
import { authorize } from "../permissions.ts";

/** Puts the job of this context back, as if it had not been sent: the relay sends it when it is time. */
export async function deferJob(ctx: JobContext, { until }: { until: Date }): Promise<void> {
  authorize(ctx, "run:outbox:any");
  await ctx.db
    .update(outbox)
    .set({ sentAt: null, availableAt: until })
    .where(and(eq(outbox.id, ctx.jobId), isNull(outbox.doneAt)));
}
