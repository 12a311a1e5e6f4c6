import type { JudgedQuery } from "./collection.ts";

export interface Hit {
  id: string;
  score: number;
}

export const measures = ["nDCG@10", "MRR@10", "recall@10"] as const;
export type Measure = (typeof measures)[number];

/** nDCG with gain 2^grade - 1; the other two over what is clearly right: grade 2 and more, or the only grade there is. */
export function judge(hits: Hit[], { relevance }: JudgedQuery): Record<Measure, number> {
  const ideal = Object.values(relevance).toSorted((a, b) => b - a);
  const enough = Math.min(2, ideal[0] ?? 0);
  const gain = (grades: number[]) =>
    grades.slice(0, 10).reduce((sum, grade, i) => sum + (2 ** grade - 1) / Math.log2(i + 2), 0);
  const grades = hits.map(({ id }) => relevance[id] ?? 0);
  const right = (list: number[]) => list.filter((grade) => grade >= enough).length;
  const first = grades.findIndex((grade) => grade >= enough);
  return {
    "nDCG@10": gain(grades) / gain(ideal),
    "MRR@10": first < 0 ? 0 : 1 / (first + 1),
    "recall@10": right(grades) / right(ideal),
  };
}

/** The mean and its 95 % interval by a percentile bootstrap of 1,000 draws, the same draws for the same length. */
export function meanWithInterval(values: number[]): { mean: number; low: number; high: number } {
  const mean = (list: number[]) => list.reduce((sum, value) => sum + value, 0) / list.length;
  const random = generator(1);
  const draws = Array.from({ length: 1000 }, () => {
    let sum = 0;
    for (let i = 0; i < values.length; i++) sum += values[Math.floor(random() * values.length)]!;
    return sum / values.length;
  }).toSorted((a, b) => a - b);
  return { mean: round(mean(values)), low: round(draws[25]!), high: round(draws[974]!) };
}

const round = (value: number) => Math.round(value * 1000) / 1000;

/** mulberry32: small, and the same on every machine. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
