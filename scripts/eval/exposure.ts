/** How unevenly something is shared: 0 when all have the same, near 1 when one has all (Gini 1912). */
export function gini(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const total = sorted.reduce((sum, value) => sum + value, 0);
  if (total === 0) return 0;
  const weighted = sorted.reduce((sum, value, i) => sum + (2 * (i + 1) - sorted.length - 1) * value, 0);
  return weighted / (sorted.length * total);
}

/** Mean over all pairs of a list; 0 where there is none. */
export function meanOfPairs<T>(items: T[], of: (one: T, other: T) => number): number {
  let [sum, pairs] = [0, 0];
  for (let i = 0; i < items.length; i++)
    for (let j = i + 1; j < items.length; j++) {
      sum += of(items[i]!, items[j]!);
      pairs += 1;
    }
  return pairs === 0 ? 0 : sum / pairs;
}
