import { z } from "zod";
import type { ReadContext } from "../context.ts";
import { providerOf } from "../embedding/answering-space.ts";
import type { EmbeddingProvider } from "../embedding/schema.ts";
import { toDomainError } from "../errors.ts";
import { readLevel } from "./read-level.ts";
import { type ReadMeant, readMeant } from "./read-meant.ts";
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
  /** Space of the vector. */
  model: string;
  /** Null when the model knows none of the words, or can't be reached: then words alone count. */
  vector: number[] | null;
  /** Who made it, for other texts to be compared in the same space; null where nobody can. */
  embeddings: EmbeddingProvider | null;
  /** The skill that the need means without naming it, or null. */
  meantSkill: string | null;
  /** Meaning was out of reach. */
  degraded: boolean;
  /** How far along, and near which clock, the words ask the mentor to be. */
  level: Understood["level"];
  zone: Understood["zone"];
  /** What a language model said. */
  meant: ReadMeant;
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
 * model reads between them.
 * @param model the space to embed it in
 */
export async function readNeed(ctx: ReadContext, query: string, model: string): Promise<Need> {
  const typed = readQuery(query);
  const [read, meant] = await Promise.all([readMeaning(ctx, typed, model), understandNeed(ctx, typed.text)]);
  return compose(ctx, typed, read, readMeant(meant, zoneOf(ctx)));
}

/** The same need in another space. */
export async function inSpace(ctx: ReadContext, { typed, meant }: Need, model: string): Promise<Need> {
  const read = readQuery(typed);
  return compose(ctx, read, await readMeaning(ctx, read, model), meant);
}

type Read = Awaited<ReturnType<typeof readMeaning>>;

/** What the words say outright stands whatever a language model says: it only adds to it. */
function compose(ctx: ReadContext, typed: ReadQuery, read: Read, meant: ReadMeant): Need {
  const said = new Set(read.languages.map(({ code }) => code));
  return {
    ...read,
    typed: typed.text,
    names: meant.names,
    languages: [...read.languages, ...meant.languages.filter(({ code }) => !said.has(code))],
    level: readLevel(typed.text) ?? meant.level,
    zone: readZone(typed.text, zoneOf(ctx)) ?? meant.zone,
    meant,
  };
}

const zoneOf = ({ actor }: ReadContext) => (actor.kind === "user" ? actor.timeZone : null);

async function readMeaning(ctx: ReadContext, typed: ReadQuery, model: string) {
  const embeddings = providerOf(ctx, model);
  const nothing = { ...typed, model, embeddings, vector: null, meantSkill: null, degraded: false };
  if (!typed.text) return nothing;
  try {
    const hints = await embeddings?.hints?.();
    const read = hints ? readQuery(hints.correct(typed.text)) : typed;
    const vector = embeddings && (await embed(ctx, embeddings, read.text));
    const meantSkill = (vector && hints?.meantSkill(vector)) || null;
    return { ...nothing, ...read, vector, meantSkill, degraded: !embeddings };
  } catch (error) {
    ctx.log.warn("search without meaning", { model, reason: toDomainError(error).message });
    return { ...nothing, degraded: true };
  }
}

async function embed(
  ctx: ReadContext,
  embeddings: EmbeddingProvider,
  text: string,
): Promise<number[] | null> {
  const { local, model } = embeddings;
  const key = `embedding:${model}:${text.toLowerCase()}`;
  const cached = local ? undefined : z.array(z.number()).safeParse(await ctx.cache.get(key));
  if (cached?.success) return cached.data;
  const [vector = null] = await embeddings.embed([text], "query");
  if (vector && !local) ctx.waitUntil(ctx.cache.put(key, vector, EMBEDDING_CACHE_SECONDS));
  return vector;
}
