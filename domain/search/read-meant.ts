import { languageOf } from "./read-query.ts";
import { ownZone, zoneOfPlace } from "./read-zone.ts";
import type { Understood } from "./schema.ts";
import type { Meant } from "./understand-need.ts";

/** Skills of a language model that are looked for at most, the first ones. */
const MAX_SKILLS = 5;

/** What a language model understood, as far as the product knows it. Skills are names, still to be found in the taxonomy. */
export interface ReadMeant extends Pick<Understood, "languages" | "level" | "zone"> {
  names: string[];
}

/**
 * Keeps of a language model's answer what the product knows.
 * @param own the reader's time zone, or null for somebody who is not signed in
 */
export function readMeant(meant: Meant | null, own: string | null): ReadMeant {
  if (!meant) return { names: [], languages: [], level: null, zone: null };
  const names = meant.skills.map(asLabel).filter((name) => name.length > 1);
  const codes = meant.languages.map((code) => code.toLowerCase());
  return {
    names: [...new Set(names)].slice(0, MAX_SKILLS),
    languages: [...new Set(codes)].flatMap((code) => languageOf(code) ?? []),
    level: meant.level && { level: meant.level },
    zone: zoneOf(meant.timeZone, own),
  };
}

/** Postgres keeps neither NUL nor half a surrogate pair. */
const asLabel = (name: string) =>
  name
    .normalize("NFKC")
    .replace(/[\s\0\p{Surrogate}]+/gu, " ")
    .trim()
    .toLowerCase();

function zoneOf(timeZone: string | null, own: string | null) {
  if (timeZone === null) return null;
  if (timeZone.toLowerCase() === "mine") return own === null ? null : ownZone(own);
  return zoneOfPlace(timeZone);
}
