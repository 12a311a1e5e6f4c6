import { z } from "zod";
import type { ReadContext } from "../context.ts";
import { toDomainError } from "../errors.ts";
import { readLevel } from "./read-level.ts";
import { type ReadQuery, readQuery } from "./read-query.ts";
import { readZone } from "./read-zone.ts";
import type { Understood } from "./schema.ts";

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
  /** How far along, and near which clock, the words ask the mentor to be. */
  level: Understood["level"];
  zone: Understood["zone"];
}

/** The need without what the person took away again: `lang-xx`, `level-…`, `zone-…`; skills go in the statement. */
export function withoutIgnored(need: Need, ignored: readonly string[]): Need {
  const { languages, level, zone } = need;
  return {
    ...need,
    languages: languages.filter(({ code }) => !ignored.includes(`lang-${code}`)),
    level: level && ignored.includes(`level-${level.level}`) ? null : level,
    zone: zone && ignored.includes(`zone-${zone.id}`) ? null : zone,
  };
}

/** What can be told of a query before any data are looked at: its words, put right, and their meaning. */
export async function readNeed(ctx: ReadContext, query: string): Promise<Need> {
  const typed = readQuery(query);
  const asked = { level: readLevel(typed.text), zone: readZone(typed.text, zoneOf(ctx)) };
  const nothing = { ...typed, ...asked, typed: typed.text, vector: null, meantSkill: null };
  if (!typed.text) return { ...nothing, degraded: false };
  try {
    const hints = await ctx.embeddings.hints?.();
    const read = hints ? readQuery(hints.correct(typed.text)) : typed;
    const vector = await embed(ctx, read.text);
    const meantSkill = (vector && hints?.meantSkill(vector)) || null;
    return { ...read, ...asked, typed: typed.text, vector, meantSkill, degraded: false };
  } catch (error) {
    const { model } = ctx.embeddings;
    ctx.log.warn("search without meaning", { model, reason: toDomainError(error).message });
    return { ...nothing, degraded: true };
  }
}

const zoneOf = ({ actor }: ReadContext) => (actor.kind === "user" ? actor.timeZone : null);

async function embed(ctx: ReadContext, text: string): Promise<number[] | null> {
  const { local, model } = ctx.embeddings;
  const key = `embedding:${model}:${text.toLowerCase()}`;
  const cached = local ? undefined : z.array(z.number()).safeParse(await ctx.cache.get(key));
  if (cached?.success) return cached.data;
  const [vector = null] = await ctx.embeddings.embed([text], "query");
  if (vector && !local) ctx.waitUntil(ctx.cache.put(key, vector, EMBEDDING_CACHE_SECONDS));
  return vector;
}
