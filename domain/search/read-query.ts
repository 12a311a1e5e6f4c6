/** A run of one to `MAX_WORDS` words of the query, as the taxonomy may write it. */
export interface Gram {
  /** Index of its first and last word: a longer skill hides the shorter ones inside it. */
  first: number;
  last: number;
  text: string;
  /** As the person wrote it. */
  matched: string;
}

export interface ReadQuery {
  /** NFKC, single spaces; empty for a query without a letter or digit. */
  text: string;
  grams: Gram[];
  languages: { code: string; name: string; matched: string }[];
}

const MAX_WORDS = 7;
/** Skills are looked for in the first words alone: the rest of a long story only bears on its meaning. */
const MAX_QUERY_WORDS = 120;

/** What can be read from the words without looking at data. Whole words only: "AI" is not in "retail". */
export function readQuery(query: string): ReadQuery {
  // Postgres keeps neither NUL nor half a surrogate pair, which a text that was cut may end with.
  const text = query
    .normalize("NFKC")
    .replace(/[\s\0\p{Surrogate}]+/gu, " ")
    .trim();
  const words = [...text.matchAll(/[\p{L}\p{N}\p{Mn}]+/gu)].slice(0, MAX_QUERY_WORDS);
  if (words.length === 0) return { text: "", grams: [], languages: [] };
  const grams = words.flatMap((word, first) =>
    words.slice(first, first + MAX_WORDS).flatMap((end, length) => {
      const found = writings(text, word.index, end.index + end[0].length);
      return found.map((writing) => ({ first, last: first + length, ...writing }));
    }),
  );
  return { text, grams, languages: languagesIn(text) };
}

/**
 * "ci/cd" is also "ci cd" and "ci-cd", as the taxonomy may write either; "c++" and ".net" keep their signs; a single
 * letter without a sign means nothing.
 */
function writings(text: string, from: number, to: number): { text: string; matched: string }[] {
  const bare = text.slice(from, to);
  const before = /[^\s("'“‘]*$/u.exec(text.slice(0, from))?.[0] ?? "";
  const after = /^[^\s,;:!?"'”’]*/u.exec(text.slice(to))?.[0].replace(/\.+$/, "") ?? "";
  const found = new Map<string, string>();
  for (const written of [bare, `${before}${bare}`, `${bare}${after}`])
    found.set(written.toLowerCase(), written);
  for (const joint of [" ", "-"]) {
    const written = bare.toLowerCase().replace(/[^\p{L}\p{N}\p{Mn}]+/gu, joint);
    if (!found.has(written)) found.set(written, bare);
  }
  return [...found]
    .filter(([writing]) => writing.length > 1 && writing.length <= 80)
    .map(([writing, matched]) => ({ text: writing, matched }));
}

/** ISO 639-1 codes whose English names a query may hold. */
const codes =
  "ak am ar bg bn ca cs cy da de el en es et eu fa fi fr ga gu he hi hr hu hy id ig is it ja ka kk km ko ku lt lv mk mn mr ms my nb ne nl no pa pl ps pt ro ru si sk sl so sq sr sv sw ta te th tl tr uk ur uz vi xh yo zh zu".split(
    " ",
  );

/** Only where the words ask for a language to talk in: "in Turkish", "speaks Thai", "Arabic-speaking". */
function languagesIn(text: string): ReadQuery["languages"] {
  const names = new Intl.DisplayNames(["en"], { type: "language" });
  const known = new Map(codes.map((code) => [names.of(code)!.toLowerCase(), code]));
  const asked = /\b(?:in|speaks?|speaking)\s+(\p{L}+)\b|\b(\p{L}+)[ -]speak(?:ing|ers?)\b/giu;
  const found = new Map<string, string>();
  for (const match of text.matchAll(asked)) {
    const code = known.get((match[1] ?? match[2] ?? "").toLowerCase());
    if (code) found.set(code, match[0]);
  }
  return [...found].map(([code, matched]) => ({ code, name: names.of(code)!, matched }));
}

/** A language by its ISO 639-1 code, or null for one that no query could ask for. */
export function languageOf(code: string): { code: string; name: string } | null {
  if (!codes.includes(code)) return null;
  return { code, name: new Intl.DisplayNames(["en"], { type: "language" }).of(code)! };
}
