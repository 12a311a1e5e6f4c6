import { EMBEDDING_DIMENSIONS, type EmbeddingProvider } from "./schema.ts";

/** The folder of the model's files under `public/models/`, and the name of its space. */
export const STATIC_MODEL = "static-en-256-1.0.0";

const DIMENSIONS = 256;
const BYTES_PER_ROW = DIMENSIONS / 2;
const MAX_WORD_LENGTH = 100;
/** Of the 4-bit values 0..15: none is exactly 0. */
const NIBBLE_ZERO = 7.5;

export interface StaticModel {
  /** Ids of the tokens in order, one a piece; words that the vocabulary can't cover give none. */
  tokenIds(text: string): number[];
  /**
   * Weighted sum of the tokens' vectors, of length 1, padded with zeros to `EMBEDDING_DIMENSIONS`.
   * A query's tokens weigh the same; in a document what stands first weighs more: 10 / (10 + i).
   * @returns null without tokens
   */
  vector(ids: readonly number[], as: "query" | "document"): number[] | null;
}

/**
 * A token-embedding model distilled from all-MiniLM-L6-v2 (Apache-2.0; see public/models/): look up, weigh, add, normalise.
 * Pure: the Worker feeds it from its assets, the seed from disk.
 * @param vocabText one token a line; the line number is the id
 * @param vectors float32 scale of each token, then 128 bytes a token with two 4-bit components each, low nibble first
 * @throws Error when the two files do not belong together
 */
export function createStaticModel(vocabText: string, vectors: ArrayBuffer): StaticModel {
  const tokens = vocabText.split("\n");
  if (tokens.at(-1) === "") tokens.pop();
  const idOf = new Map(tokens.map((token, id) => [token, id]));
  if (vectors.byteLength !== tokens.length * (4 + BYTES_PER_ROW))
    throw new Error(`static model: ${tokens.length} tokens do not fit ${vectors.byteLength} bytes`);
  const scales = new Float32Array(vectors, 0, tokens.length);
  const rows = new Uint8Array(vectors, tokens.length * 4);

  const tokenIds = (text: string) => wordsOf(text).flatMap((word) => piecesOf(word, idOf));

  function vector(ids: readonly number[], as: "query" | "document"): number[] | null {
    if (ids.length === 0) return null;
    const sum = new Float64Array(EMBEDDING_DIMENSIONS);
    ids.forEach((id, i) => {
      const weight = scales[id]! * (as === "document" ? 10 / (10 + i) : 1);
      for (let j = 0, at = id * BYTES_PER_ROW; j < DIMENSIONS; j += 2, at++) {
        const byte = rows[at]!;
        sum[j]! += ((byte & 15) - NIBBLE_ZERO) * weight;
        sum[j + 1]! += ((byte >> 4) - NIBBLE_ZERO) * weight;
      }
    });
    const length = Math.hypot(...sum);
    return Array.from(sum, (component) => component / length);
  }

  return { tokenIds, vector };
}

/** The model as the provider that the request context carries. */
export function staticProvider(load: () => Promise<StaticModel>): EmbeddingProvider {
  return {
    model: STATIC_MODEL,
    local: true,
    async embed(texts, as) {
      const model = await load();
      return texts.map((text) => model.vector(model.tokenIds(text), as));
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
