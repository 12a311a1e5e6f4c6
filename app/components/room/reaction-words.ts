/** The reactions that a menu offers, with what each says. Any other emoji of another client is shown as it is. */
export const reactionWords: readonly (readonly [emoji: string, words: string])[] = [
  ["👍", "Well said"],
  ["❤️", "Thank you"],
  ["😄", "Made me laugh"],
  ["🎉", "Well done"],
  ["👀", "Looking into it"],
  ["🤔", "Not sure"],
];

export const wordsOf = (emoji: string): string =>
  reactionWords.find(([one]) => one === emoji)?.[1] ?? "Reaction";

/** So many are named; the others are counted. */
const NAMED = 3;

/** "Bruno", "Bruno and Ada", "Bruno, Ada, Lin and 4 others". */
export function namesInWords(names: readonly string[]): string {
  const others = names.length - NAMED;
  const listed =
    others > 0 ? [...names.slice(0, NAMED), `${others} ${others === 1 ? "other" : "others"}`] : names;
  if (listed.length < 2) return listed[0] ?? "";
  return `${listed.slice(0, -1).join(", ")} and ${listed.at(-1)}`;
}

/** Reactions by emoji, in the order in which each first came. */
export function groupReactions(
  reactions: readonly { emoji: string; userId: string }[],
): { emoji: string; userIds: string[] }[] {
  const groups = new Map<string, string[]>();
  for (const { emoji, userId } of reactions) groups.set(emoji, [...(groups.get(emoji) ?? []), userId]);
  return [...groups].map(([emoji, userIds]) => ({ emoji, userIds }));
}
