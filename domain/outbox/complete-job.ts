import { and, eq, isNull } from "drizzle-orm";
import { outbox } from "#db/tables/index.ts";
import type { JobContext } from "../context.ts";
import { authorize } from "../permissions.ts";

/** Marks the job of this context as done: the sweep leaves it alone and a second copy of it is dropped. */
export async function completeJob(ctx: JobContext): Promise<void> {
  authorize(ctx, "run:outbox:any");
  await ctx.db
    .update(outbox)
    .set({ doneAt: ctx.now() })
    .where(and(eq(outbox.id, ctx.jobId), isNull(outbox.doneAt)));
}
