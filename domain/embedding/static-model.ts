import { EMBEDDING_DIMENSIONS, type EmbeddingProvider, type NeedHints } from "./schema.ts";

/** The folder of the model's files under `public/models/`. */
export const STATIC_MODEL = "static-en-256-1.0.0";
/** The space of its vectors: the number rises with `documentWeights`. */
export const STATIC_SPACE = `${STATIC_MODEL}:2`;

const DIMENSIONS = 256;
const BYTES_PER_ROW = DIMENSIONS / 2;
const MAX_WORD_LENGTH = 100;
/** Of the 4-bit values 0..15: none is exactly 0. */
const NIBBLE_ZERO = 7.5;

export interface StaticModel {
  /** Ids of the tokens in order, one a piece; words that the vocabulary can't cover give none. */
  tokenIds(text: string): number[];
  /**
   * Sum of the tokens' vectors, of length 1, padded with zeros to `EMBEDDING_DIMENSIONS`.
   * @param weights one a token
   * @returns null without tokens
   */
  vector(ids: readonly number[], weights: readonly number[]): number[] | null;
  /** How telling each token is in a query: √(1 + idf) among the seed's mentors (`npm run model:weights`). */
  queryWeights(ids: readonly number[]): number[];
  /** Whether a lower-case word is a token of its own. */
  knows(word: string): boolean;
  /** Words of four letters and more that are tokens of their own, by first letter, roughly the more frequent first. */
  words: ReadonlyMap<string, readonly string[]>;
}

/** In steps of 1/64, one byte a token. */
const QUERY_WEIGHT_UNIT = 64;

/**
 * A token-embedding model distilled from all-MiniLM-L6-v2 (Apache-2.0; see public/models/): look up, weigh, add, normalise.
 * Pure: the Worker feeds it from its assets, the seed from disk.
 * @param vocabText one token a line; the line number is the id
 * @param vectors float32 scale of each token, then 128 bytes a token with two 4-bit components each, low nibble first
 * @param telling a byte a token, the weight in a query in steps of 1/64
 * @throws Error when the files do not belong together
 */
export function createStaticModel(
  vocabText: string,
  vectors: ArrayBuffer,
  telling: ArrayBuffer,
): StaticModel {
  const tokens = vocabText.split("\n");
  if (tokens.at(-1) === "") tokens.pop();
  const idOf = new Map(tokens.map((token, id) => [token, id]));
  if (vectors.byteLength !== tokens.length * (4 + BYTES_PER_ROW))
    throw new Error(`static model: ${tokens.length} tokens do not fit ${vectors.byteLength} bytes`);
  if (telling.byteLength !== tokens.length)
    throw new Error(`static model: ${tokens.length} tokens do not fit ${telling.byteLength} weights`);
  const scales = new Float32Array(vectors, 0, tokens.length);
  const rows = new Uint8Array(vectors, tokens.length * 4);
  const inQuery = new Uint8Array(telling);

  const tokenIds = (text: string) => wordsOf(text).flatMap((word) => piecesOf(word, idOf));

  const queryWeights = (ids: readonly number[]) => ids.map((id) => inQuery[id]! / QUERY_WEIGHT_UNIT);

  function vector(ids: readonly number[], weights: readonly number[]): number[] | null {
    if (ids.length === 0) return null;
    // plain loops over a plain array: a page of search makes some hundreds of vectors
    const sum: number[] = new Array(EMBEDDING_DIMENSIONS).fill(0);
    for (let i = 0; i < ids.length; i++) {
      const weight = scales[ids[i]!]! * weights[i]!;
      for (let j = 0, at = ids[i]! * BYTES_PER_ROW; j < DIMENSIONS; j += 2, at++) {
        const byte = rows[at]!;
        sum[j]! += ((byte & 15) - NIBBLE_ZERO) * weight;
        sum[j + 1]! += ((byte >> 4) - NIBBLE_ZERO) * weight;
      }
    }
    let squares = 0;
    for (let j = 0; j < DIMENSIONS; j++) squares += sum[j]! * sum[j]!;
    const length = Math.sqrt(squares);
    for (let j = 0; j < DIMENSIONS; j++) sum[j]! /= length;
    return sum;
  }

  const words = Map.groupBy(
    tokens.filter((token) => /^[a-z]{4,}$/.test(token)),
    (token) => token[0]!,
  );
  return { tokenIds, vector, queryWeights, words, knows: (word) => idOf.has(word) };
}

/**
 * What stands first in a document weighs more, k / (k + i), the longer the text the more slowly: k is a quarter of it,
 * at least 10. Headlines of short texts count as much as the model's makers found best, and a long bio is heard to its end.
 */
export function documentWeights(count: number): number[] {
  const k = Math.max(10, count / 4);
  return Array.from({ length: count }, (_, i) => k / (k + i));
}

/**
 * The bytes of `query-weights.bin`: √(1 + idf) of each of `count` tokens, in steps of 1/64, idf as BM25 has it.
 * @param documents the tokens of each document
 */
export function tellingBytes(documents: readonly (readonly number[])[], count: number): Uint8Array {
  const holding = new Uint32Array(count);
  for (const ids of documents) for (const id of new Set(ids)) holding[id]! += 1;
  return Uint8Array.from(holding, (n) => {
    const idf = Math.log(1 + (documents.length - n + 0.5) / (n + 0.5));
    return Math.min(255, Math.round(Math.sqrt(1 + idf) * QUERY_WEIGHT_UNIT));
  });
}

/** The model as the provider that the request context carries. */
export function staticProvider(
  load: () => Promise<StaticModel>,
  hints?: () => Promise<NeedHints>,
): EmbeddingProvider {
  return {
    model: STATIC_SPACE,
    local: true,
    ...(hints && { hints }),
    async embed(texts, as) {
      const model = await load();
      return texts.map((text) => {
        const ids = model.tokenIds(text);
        return model.vector(ids, as === "query" ? model.queryWeights(ids) : documentWeights(ids.length));
      });
    },
  };
}

/** Words are longest runs of letters and digits; any other visible character stands alone. Accents and case go. */
function wordsOf(text: string): string[] {
  const plain = text
    .normalize("NFKD")
    .replace(/\p{Mn}/gu, "")
    .toLowerCase();
  return plain.match(/[\p{L}\p{N}]+|[^\p{L}\p{N}\s]/gu) ?? [];
}

/** From the left the longest piece in the vocabulary; later pieces carry `##`. A word not wholly covered gives nothing. */
function piecesOf(word: string, idOf: Map<string, number>): number[] {
  const whole = idOf.get(word);
  if (whole !== undefined) return [whole];
  const letters = [...word];
  if (letters.length > MAX_WORD_LENGTH) return [];
  const ids: number[] = [];
  for (let start = 0; start < letters.length; ) {
    let end = letters.length;
    let id: number | undefined;
    for (; end > start && id === undefined; end--)
      id = idOf.get((start > 0 ? "##" : "") + letters.slice(start, end).join(""));
    if (id === undefined) return [];
    ids.push(id);
    start = end + 1;
  }
  return ids;
}
