import type { Candidate } from "./schema.ts";

/** Each so many-th place is given to somebody from further down, who would else never be seen. */
const EVERY = 5;
/** Whoever is new is so much likelier to get it. */
const NEW_WEIGHT = 4;

/**
 * Gives some places of a ranking away: each fifth to one from behind `page`, drawn by lot with a chance that grows with
 * the score and with being new. The lot is cast by person and day: the same page all day, another one tomorrow.
 * @param ranked best first
 * @param page how many are seen at once; who stands there already needs no luck
 */
export function explore<T extends Candidate>(
  ranked: T[],
  { personId, day, page }: { personId: string; day: string; page: number },
): T[] {
  const seats = Math.floor(page / EVERY);
  const safe = page - seats;
  const drawn = ranked
    .slice(safe)
    .map((candidate) => ({ candidate, key: keyOf(candidate, `${personId} ${day} ${candidate.mentorId}`) }))
    .toSorted((a, b) => b.key - a.key)
    .slice(0, seats)
    .map(({ candidate }) => candidate);
  const rest = ranked.filter((candidate) => !drawn.includes(candidate));
  const order: T[] = [];
  while (rest.length > 0 || drawn.length > 0) {
    const isSeat = order.length % EVERY === EVERY - 1;
    const next = (isSeat ? drawn.shift() : undefined) ?? rest.shift() ?? drawn.shift();
    if (next) order.push(next);
  }
  return order;
}

/** Weighted draw without replacement: the greatest lot^(1/weight) win (Efraimidis and Spirakis 2006). */
function keyOf({ score, isNew }: Candidate, text: string): number {
  const weight = Math.max(score, 0.01) * (isNew ? NEW_WEIGHT : 1);
  return lot(text) ** (1 / weight);
}

/** Of a text, a number in (0, 1) that looks drawn: FNV-1a, then the finish of MurmurHash3. */
function lot(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (((hash ^ (hash >>> 16)) >>> 0) + 0.5) / 2 ** 32;
}
