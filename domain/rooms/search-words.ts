const MAX_WORDS = 8;

/** The words that somebody looks for in a room, in small letters. */
export const wordsIn = (query: string): string[] =>
  [...new Set(query.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])].slice(0, MAX_WORDS);

/** Whether each word begins a word of the text: as the archive's index finds it, for what is not archived yet. */
export function holdsWords(text: string, words: readonly string[]): boolean {
  const there = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.length > 0 && words.every((word) => there.some((one) => one.startsWith(word)));
}
