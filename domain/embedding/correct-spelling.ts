export interface Lexicon {
  /** Lower-case words to correct to, the more frequent first, by first letter. */
  words: ReadonlyMap<string, readonly string[]>;
  known(word: string): boolean;
}

/** A shorter word is one slip away from too many others. */
const SHORTEST = 5;
/** From this length on a word may hold two slips. */
const LONG = 8;

/** Words of the kind "roaster", "scaffolders": a word that is known, with an ending. */
const ending =
  /^(?:e?rs?|ors?|e?s|ings?|e?d|ists?|m[ae]n|wom[ae]n|ments?|ly|ry|y|less|ness|al|an|ian|able|ity|ities)$/;

/**
 * Puts right what is misspelt: a word that nobody knows becomes the nearest known one with the same first letter, one
 * slip away (a letter more, less, other, or two that changed places), in long words two. Names are left alone: words
 * with a capital inside a sentence.
 */
export function correctSpelling(text: string, lexicon: Lexicon): string {
  return text.replace(/[\p{L}\p{N}\p{Mn}'’]+/gu, (word, at: number) => {
    const lower = word.toLowerCase();
    const isName = word !== lower && !/(?:^|[.!?]\s+)["“(]?$/.test(text.slice(0, at));
    if (isName || lower.length < SHORTEST || !/^[a-z]+$/.test(lower) || isBuilt(lower, lexicon)) return word;
    return nearest(lower, lexicon.words.get(lower[0]!) ?? []) ?? word;
  });
}

/** Known words, alone, with an ending, or two of them as one: "cloakroom". */
function isBuilt(word: string, { known }: Lexicon): boolean {
  if (known(word)) return true;
  for (let cut = 3; cut < word.length; cut++) {
    const [stem, rest] = [word.slice(0, cut), word.slice(cut)];
    const isStem = known(stem) || (/^[aei]/.test(rest) && known(`${stem}e`));
    if (isStem && ending.test(rest) && (rest !== "d" || stem.endsWith("e"))) return true;
    if (cut >= 4 && rest.length >= 4 && known(stem) && known(rest)) return true;
  }
  return false;
}

function nearest(word: string, candidates: readonly string[]): string | null {
  let [best, most]: [string | null, number] = [null, word.length >= LONG ? 2 : 1];
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) > most) continue;
    const slips = slipsBetween(word, candidate);
    // among equals the first, which is the most frequent
    if (slips < most || (slips === most && best === null)) [best, most] = [candidate, slips];
  }
  return best;
}

/** Optimal string alignment distance (Damerau-Levenshtein without moves across a change). */
function slipsBetween(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      row[j] = Math.min(last[j]! + 1, row[j - 1]! + 1, changed);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        row[j] = Math.min(row[j]!, before[j - 2]! + 1);
    }
    [before, last] = [last, row];
  }
  return last[b.length]!;
}
