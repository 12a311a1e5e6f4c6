import { z } from "zod";
import type { ReadContext } from "../context.ts";
import { toDomainError } from "../errors.ts";
import type { ReadQuery } from "./read-query.ts";

const EMBEDDING_CACHE_SECONDS = 24 * 3600;

/** The query's vector; null when the model knows none of its words, or can't be reached: then words alone count. */
export async function embedNeed(
  ctx: ReadContext,
  { text }: ReadQuery,
): Promise<{ vector: number[] | null; degraded: boolean }> {
  if (!text) return { vector: null, degraded: false };
  const { local, model } = ctx.embeddings;
  const key = `embedding:${model}:${text.toLowerCase()}`;
  try {
    const cached = local ? undefined : z.array(z.number()).safeParse(await ctx.cache.get(key));
    if (cached?.success) return { vector: cached.data, degraded: false };
    const [vector = null] = await ctx.embeddings.embed([text], "query");
    if (vector && !local) ctx.waitUntil(ctx.cache.put(key, vector, EMBEDDING_CACHE_SECONDS));
    return { vector, degraded: false };
  } catch (error) {
    ctx.log.warn("search without meaning", { model, reason: toDomainError(error).message });
    return { vector: null, degraded: true };
  }
}
