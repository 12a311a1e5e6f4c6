import { sql } from "drizzle-orm";
import type { JobContext } from "../context.ts";
import { outboxInsert } from "../outbox/commit-change.ts";
import { authorize } from "../permissions.ts";

const BATCH = 500;
/** Everybody is in the model's space: looked at again only now and then, since looking reads an index to its end. */
const SETTLED_SECONDS = 3600;

/**
 * After a change of the model: owes vectors to those who still have another model's, some at a time.
 * @returns to how many
 */
export async function oweEmbeddings(ctx: JobContext): Promise<number> {
  authorize(ctx, "embed:profile:any");
  const { model } = ctx.embeddings;
  const key = `embedding-settled:${model}`;
  if (await ctx.cache.get(key)) return 0;
  const { rows } = await ctx.db.execute<{ user_id: string }>(sql`
    select distinct e.profile_id as user_id from profile_embeddings e
    where e.model <> ${model} and not exists (select 1 from outbox o where o.done_at is null
      and o.kind = 'search.embed-profile' and o.payload ->> 'userId' = e.profile_id::text)
    order by 1 limit ${BATCH}`);
  if (rows.length === 0) {
    await ctx.cache.put(key, true, SETTLED_SECONDS);
    return 0;
  }
  const jobs = rows.map(({ user_id: userId }) => ({ kind: "search.embed-profile" as const, userId }));
  await ctx.db.execute(outboxInsert(ctx, jobs, sql``));
  ctx.outboxAppended();
  return rows.length;
}
