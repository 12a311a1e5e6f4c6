import type { Candidate } from "./schema.ts";

/** How much being wanted counts beside being different from those before: 1 would be the plain ranking. */
const RELEVANCE = 0.7;

/**
 * The same candidates in an order in which the next one is wanted and unlike those before it, so that a page isn't ten
 * times the same person: maximal marginal relevance (Carbonell and Goldstein 1998), the best one first.
 */
export function diversify<T extends Candidate>(candidates: T[], relevance = RELEVANCE): T[] {
  const best = Math.max(...candidates.map(({ score }) => score), Number.MIN_VALUE);
  const left = candidates.map((candidate) => ({ candidate, likeness: 0 }));
  const chosen: T[] = [];
  while (left.length > 0) {
    const gain = ({ candidate, likeness }: (typeof left)[number]) =>
      relevance * (candidate.score / best) - (1 - relevance) * likeness;
    let next = 0;
    for (let i = 1; i < left.length; i++) if (gain(left[i]!) > gain(left[next]!)) next = i;
    const [{ candidate }] = left.splice(next, 1) as [(typeof left)[number]];
    chosen.push(candidate);
    for (const one of left) one.likeness = Math.max(one.likeness, likenessOf(one.candidate, candidate));
  }
  return chosen;
}

/** 0 … 1: what they offer in common, the same skills counting more than skills of the same kind. */
export function likenessOf(one: Candidate, other: Candidate): number {
  return 0.7 * overlap(one.offers, other.offers) + 0.3 * overlap(one.clusters, other.clusters);
}

/** Jaccard's index; two who offer nothing are alike in nothing. */
function overlap(one: string[], other: string[]): number {
  const both = one.filter((item) => other.includes(item)).length;
  const either = one.length + other.length - both;
  return either === 0 ? 0 : both / either;
}
