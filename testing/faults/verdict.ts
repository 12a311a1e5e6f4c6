/** What went wrong with what was acknowledged; all zero is the promise. */
export interface Verdict {
  lost: number;
  doubled: number;
  outOfOrder: number;
}

interface Judged {
  /** What was acknowledged, in the order of each writer. */
  acknowledged: readonly string[][];
  /** What a reader has who comes afresh, in its order. */
  stored: readonly string[];
}

/** Holds what was acknowledged against what is there. */
export function judge({ acknowledged, stored }: Judged): Verdict {
  const places = new Map<string, number[]>();
  stored.forEach((key, place) => {
    const known = places.get(key);
    if (known) known.push(place);
    else places.set(key, [place]);
  });
  const verdict: Verdict = { lost: 0, doubled: 0, outOfOrder: 0 };
  // also what was stored twice and never acknowledged
  for (const found of places.values()) verdict.doubled += found.length - 1;
  for (const mine of acknowledged) {
    let last = -1;
    for (const key of mine) {
      const place = places.get(key)?.[0];
      if (place === undefined) verdict.lost += 1;
      else if (place < last) verdict.outOfOrder += 1;
      else last = place;
    }
  }
  return verdict;
}

export const addUp = (verdicts: readonly Verdict[]): Verdict => ({
  lost: verdicts.reduce((sum, one) => sum + one.lost, 0),
  doubled: verdicts.reduce((sum, one) => sum + one.doubled, 0),
  outOfOrder: verdicts.reduce((sum, one) => sum + one.outOfOrder, 0),
});
