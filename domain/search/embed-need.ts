import { z } from "zod";
import type { ReadContext } from "../context.ts";
import { toDomainError } from "../errors.ts";
import { type ReadQuery, readQuery } from "./read-query.ts";

const EMBEDDING_CACHE_SECONDS = 24 * 3600;

export interface Need extends ReadQuery {
  /** The query as it was typed, without what was put right: names are looked for by it. */
  typed: string;
  /** Null when the model knows none of the words, or can't be reached: then words alone count. */
  vector: number[] | null;
  /** The skill that the need means without naming it, or null. */
  meantSkill: string | null;
  /** Meaning was out of reach. */
  degraded: boolean;
}

/** What can be told of a query before any data are looked at: its words, put right, and their meaning. */
export async function readNeed(ctx: ReadContext, query: string): Promise<Need> {
  const typed = readQuery(query);
  const nothing = { ...typed, typed: typed.text, vector: null, meantSkill: null };
  if (!typed.text) return { ...nothing, degraded: false };
  try {
    const hints = await ctx.embeddings.hints?.();
    const read = hints ? readQuery(hints.correct(typed.text)) : typed;
    const vector = await embed(ctx, read.text);
    const meantSkill = (vector && hints?.meantSkill(vector)) || null;
    return { ...read, typed: typed.text, vector, meantSkill, degraded: false };
  } catch (error) {
    const { model } = ctx.embeddings;
    ctx.log.warn("search without meaning", { model, reason: toDomainError(error).message });
    return { ...nothing, degraded: true };
  }
}

async function embed(ctx: ReadContext, text: string): Promise<number[] | null> {
  const { local, model } = ctx.embeddings;
  const key = `embedding:${model}:${text.toLowerCase()}`;
  const cached = local ? undefined : z.array(z.number()).safeParse(await ctx.cache.get(key));
  if (cached?.success) return cached.data;
  const [vector = null] = await ctx.embeddings.embed([text], "query");
  if (vector && !local) ctx.waitUntil(ctx.cache.put(key, vector, EMBEDDING_CACHE_SECONDS));
  return vector;
}
