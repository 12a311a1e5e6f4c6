/** What somebody looked for, on this device alone: the words of a need are nobody else's business. */
const KEPT = 8;
const SHOWN = 4;

const keyOf = (userId: string | null) => `past-searches:${userId ?? "stranger"}`;

/** The newest first; none where the browser keeps nothing. */
export function pastSearches(userId: string | null): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(userId)) ?? "[]");
    return Array.isArray(kept) ? kept.filter((words) => typeof words === "string") : [];
  } catch {
    return [];
  }
}

export function rememberSearch(userId: string | null, query: string): void {
  if (query === "") return;
  const others = pastSearches(userId).filter((words) => words !== query);
  try {
    localStorage.setItem(keyOf(userId), JSON.stringify([query, ...others].slice(0, KEPT)));
  } catch {
    // a browser that keeps nothing: then there is nothing to come back to
  }
}

export function forgetSearches(userId: string | null): void {
  try {
    localStorage.removeItem(keyOf(userId));
  } catch {
    // nothing was kept
  }
}

/** Those in which a word begins with what is being typed; without it the newest. */
export function matching(past: string[], text: string): string[] {
  const typed = text.trim().toLowerCase();
  return past
    .filter((words) => ` ${words.toLowerCase()}`.includes(` ${typed}`) && words !== text.trim())
    .slice(0, SHOWN);
}
