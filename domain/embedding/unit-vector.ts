import { EMBEDDING_DIMENSIONS } from "./schema.ts";

/**
 * Any model's vector as one of `EMBEDDING_DIMENSIONS` numbers and length 1: a shorter one is padded with zeros, which
 * changes no cosine; a longer one is cut, as Matryoshka models allow (https://arxiv.org/abs/2205.13147).
 * @returns null for a vector without a direction
 */
export function unitVector(numbers: readonly number[]): number[] | null {
  const cut = numbers.slice(0, EMBEDDING_DIMENSIONS);
  const length = Math.hypot(...cut);
  if (!(length > 0 && Number.isFinite(length))) return null;
  return Array.from({ length: EMBEDDING_DIMENSIONS }, (_, i) => (cut[i] ?? 0) / length);
}
