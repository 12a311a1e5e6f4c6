import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { JobContext } from "../context.ts";
import { commitChange, outboxInsert } from "../outbox/commit-change.ts";
import { authorize } from "../permissions.ts";

const BATCH = 500;
const REMOVED_AT_ONCE = 5_000;
/** Nothing is left to do: looked at again only now and then, since looking reads an index to its end. */
const SETTLED_SECONDS = 3600;

/**
 * Moves search to the configured model's space, some at a time, while the old space answers: owes vectors to those who
 * are in the old one alone; when nobody is, lets the new one answer; then removes the old one.
 * @returns to how many vectors are owed now
 */
export async function oweEmbeddings(ctx: JobContext): Promise<number> {
  authorize(ctx, "embed:profile:any");
  const { model } = ctx.embeddings;
  const key = `embedding-settled:${model}`;
  if (await ctx.cache.get(key)) return 0;
  const answering = await loadAnswering(ctx);
  if (answering === null) {
    await openFirst(ctx);
    return 0;
  }
  if (answering !== model) return fill(ctx, answering);
  if ((await removeOthers(ctx)) === 0) await ctx.cache.put(key, true, SETTLED_SECONDS);
  return 0;
}

async function loadAnswering(ctx: JobContext): Promise<string | null> {
  const { rows } = await ctx.db.execute(
    sql`select model from embedding_spaces order by answers_since desc limit 1`,
  );
  return z.object({ model: z.string() }).safeParse(rows[0]).data?.model ?? null;
}

/** Whichever space most vectors are in, so that a database from before this table goes on as it is. */
async function openFirst(ctx: JobContext): Promise<void> {
  const first = sql`coalesce((select e.model from profile_embeddings e group by e.model order by count(*) desc limit 1),
    ${ctx.embeddings.model})`;
  await answerBy(ctx, first, sql`not exists (select 1 from embedding_spaces)`);
}

async function fill(ctx: JobContext, answering: string): Promise<number> {
  const { model } = ctx.embeddings;
  const lacking = sql`from profile_embeddings old where old.model = ${answering}
    and not exists (select 1 from profile_embeddings e
      where e.profile_id = old.profile_id and e.part = old.part and e.model = ${model})`;
  const { rows } = await ctx.db.execute<{ user_id: string }>(sql`
    select distinct old.profile_id as user_id ${lacking} and not exists (select 1 from outbox o
      where o.done_at is null and o.kind = 'search.embed-profile' and o.payload ->> 'userId' = old.profile_id::text)
    order by 1 limit ${BATCH}`);
  if (rows.length === 0) {
    // those whose job is still to be done count as lacking
    await answerBy(ctx, sql`${model}`, sql`not exists (select 1 ${lacking})`);
    return 0;
  }
  const jobs = rows.map(({ user_id: userId }) => ({ kind: "search.embed-profile" as const, userId }));
  await ctx.db.execute(outboxInsert(ctx, jobs, sql``));
  ctx.outboxAppended();
  return rows.length;
}

const answerBy = (ctx: JobContext, model: SQL, condition: SQL) =>
  commitChange(ctx, {
    change: sql`insert into embedding_spaces (model, answers_since)
      select ${model}::text, ${ctx.now().toISOString()}::timestamptz where ${condition}
      on conflict (model) do update set answers_since = excluded.answers_since returning *`,
    audit: {
      action: "embedding-space.answers",
      targetType: "embedding_space",
      targetId: ctx.embeddings.model,
    },
  });

/** @returns how many vectors were of other spaces */
async function removeOthers(ctx: JobContext): Promise<number> {
  const { rows } = await ctx.db.execute(sql`
    delete from profile_embeddings where (profile_id, model, part) in (
      select profile_id, model, part from profile_embeddings where model <> ${ctx.embeddings.model}
      limit ${REMOVED_AT_ONCE})
    returning 1`);
  return rows.length;
}
