import { z } from "zod";
import type { ReadContext } from "../context.ts";
import { toDomainError } from "../errors.ts";
import { readLevel } from "./read-level.ts";
import { readMeant } from "./read-meant.ts";
import { type ReadQuery, readQuery } from "./read-query.ts";
import { readZone } from "./read-zone.ts";
import type { Understood } from "./schema.ts";
import { understandNeed } from "./understand-need.ts";

const EMBEDDING_CACHE_SECONDS = 24 * 3600;

export interface Need extends Omit<ReadQuery, "languages"> {
  /** That the words ask for; without `matched` where a language model read it between them. */
  languages: Understood["languages"];
  /** Skills that a language model read between the words, by name. */
  names: string[];
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

/**
 * What can be told of a query before any data are looked at: its words, put right, their meaning, and what a language
 * model reads between them. What the words say outright stands whatever the model says: it only adds to it.
 */
export async function readNeed(ctx: ReadContext, query: string): Promise<Need> {
  const typed = readQuery(query);
  const [read, meant] = await Promise.all([readMeaning(ctx, typed), understandNeed(ctx, typed.text)]);
  const own = zoneOf(ctx);
  const { names, languages, level, zone } = readMeant(meant, own);
  const said = new Set(read.languages.map(({ code }) => code));
  return {
    ...read,
    typed: typed.text,
    names,
    languages: [...read.languages, ...languages.filter(({ code }) => !said.has(code))],
    level: readLevel(typed.text) ?? level,
    zone: readZone(typed.text, own) ?? zone,
  };
}

async function readMeaning(ctx: ReadContext, typed: ReadQuery) {
  const nothing = { ...typed, vector: null, meantSkill: null, degraded: false };
  if (!typed.text) return nothing;
  try {
    const hints = await ctx.embeddings.hints?.();
    const read = hints ? readQuery(hints.correct(typed.text)) : typed;
    const vector = await embed(ctx, read.text);
    const meantSkill = (vector && hints?.meantSkill(vector)) || null;
    return { ...read, vector, meantSkill, degraded: false };
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
