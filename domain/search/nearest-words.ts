import type { EmbeddingProvider } from "../embedding/schema.ts";

/** What of a mentor's own data is nearest to the need. */
export interface Nearest {
  quote: Quote | null;
  /** Slug of an offered skill. */
  skill: string | null;
}

/** What a mentor says, word for word: a sentence, and the piece of it to put first. */
export interface Quote {
  sentence: string;
  piece: string;
}

interface Source {
  bio: string;
  offers: { slug: string; name: string }[];
}

/** Below these, everything is near everything. Seen on needs and bios of the seed, not calibrated. */
const NEAR_WORDS = 0.33;
const NEAR_SKILL = 0.2;
const LONGEST_SENTENCE = 220;
const LONGEST_PIECE = 90;
const FEWEST_WORDS = 4;

/**
 * For each mentor the words and the skill that are nearest to the need: by meaning where the model costs nothing,
 * else by the words they share.
 * @param need the query's vector, null where only words can be compared, and who made it
 */
export async function nearestWords(
  need: { text: string; vector: number[] | null; embeddings: EmbeddingProvider | null },
  mentors: Source[],
): Promise<Nearest[]> {
  const pieces = mentors.map(({ bio }) => piecesOf(bio));
  const { vector, embeddings } = need;
  if (!vector || !embeddings?.local)
    return pieces.map((list) => ({ quote: sharingWords(need.text, list), skill: null }));

  const said = pieces.flat().flatMap(({ sentence, piece }) => [sentence, piece]);
  const texts = [...new Set([...said, ...mentors.flatMap(({ offers }) => offers.map(({ name }) => name))])];
  const vectors = await embeddings.embed(texts, "query");
  const nearness = new Map(texts.map((text, i) => [text, cosine(vectors[i]!, vector)]));
  return mentors.map(({ offers }, i) => {
    const skill = best(offers, ({ name }) => nearness.get(name)!, NEAR_SKILL);
    // a piece alone may be near by accident: its sentence must bear it out
    const near = ({ sentence, piece }: Quote) => (nearness.get(sentence)! + nearness.get(piece)!) / 2;
    return { quote: best(pieces[i]!, near, NEAR_WORDS), skill: skill?.slug ?? null };
  });
}

/** Of two vectors of length 1; 0 where a text has none. */
function cosine(one: number[] | null, other: number[]): number {
  let sum = 0;
  if (one) for (let i = 0; i < one.length; i++) sum += one[i]! * other[i]!;
  return sum;
}

function best<T>(items: T[], score: (item: T) => number, least: number): T | null {
  let found: { item: T; score: number } | null = null;
  for (const item of items) {
    const its = score(item);
    if (its >= least && its > (found?.score ?? 0)) found = { item, score: its };
  }
  return found?.item ?? null;
}

function sharingWords(need: string, pieces: Quote[]): Quote | null {
  const asked = new Set(longWords(need));
  return best(pieces, ({ piece }) => new Set(longWords(piece).filter((word) => asked.has(word))).size, 1);
}

/** Words that carry meaning, roughly: five letters and more, without the ending of a plural. */
function longWords(text: string): string[] {
  const words =
    text
      .normalize("NFKC")
      .toLowerCase()
      .match(/[\p{L}\p{N}]{5,}/gu) ?? [];
  return words.map((word) => word.replace(/s$/, ""));
}

/** Sentences where they are short, else their clauses, each as it stands in the text. */
function piecesOf(text: string): Quote[] {
  const sentences = text.match(/[^.!?\n]+(?:[.!?](?!\s|$)[^.!?\n]*)*[.!?]*/g) ?? [];
  return sentences
    .map((sentence) => sentence.trim().replace(/\.$/, ""))
    .filter((sentence) => sentence.length <= LONGEST_SENTENCE)
    .flatMap((sentence) => {
      const clauses = sentence.length <= LONGEST_PIECE ? [sentence] : sentence.split(/[,;:()]\s+|\s[–—-]\s/);
      return clauses
        .map((clause) => ({
          sentence,
          piece: clause.trim().replace(/^(?:and|but|or|so|because|which|that) /i, ""),
        }))
        .filter(({ piece }) => wordCount(piece) >= FEWEST_WORDS && piece.length <= LONGEST_PIECE);
    });
}

const wordCount = (text: string) => text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
