import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { ReadContext } from "../context.ts";
import type { EmbeddingProvider } from "./schema.ts";

const KEY = "answering-space";
const CACHE_SECONDS = 3600;

/** The model whose space answers searches, as a SQL value; every statement that compares vectors asks for it, too. */
export const answeringSpace = (ctx: ReadContext): SQL =>
  sql`coalesce((select model from embedding_spaces order by answers_since desc limit 1), ${ctx.embeddings.model})`;

/**
 * The space that answers, as far as is known without asking the database: it changes only when all of another space is
 * there. Whoever searches by it finds out in the same round trip whether it still holds, and tells `rememberSpace`.
 */
export async function presumedSpace(ctx: ReadContext): Promise<string> {
  return z.string().safeParse(await ctx.cache.get(KEY)).data ?? ctx.embeddings.model;
}

export const rememberSpace = (ctx: ReadContext, model: string): Promise<void> =>
  ctx.cache.put(KEY, model, CACHE_SECONDS);

/** Who makes vectors of a space; null where this deployment can't reach its model any more. */
export const providerOf = (ctx: ReadContext, model: string): EmbeddingProvider | null =>
  model === ctx.embeddings.model ? ctx.embeddings : ctx.embeddingsOf(model);
