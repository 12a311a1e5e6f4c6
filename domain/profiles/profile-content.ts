import type { AvailabilityRule, Offer } from "./schema.ts";

/** What a person can change about their profile, without names and counts that come from elsewhere. */
export interface ProfileContent {
  isMentor: boolean;
  isMentee: boolean;
  headline: string;
  bio: string;
  goals: string;
  seniority: string | null;
  languages: string[];
  timeZone: string;
  country: string | null;
  capacity: number;
  visibility: "everyone" | "connections" | "hidden";
  pausedUntil: string | null;
  freeFrom: string | null;
  offers: Offer[];
  seeks: string[];
  availability: AvailabilityRule[];
  onboarded: boolean;
}

/** The audit trail holds the values of these; of all else (words of one's own, place, hours) only that it changed. */
const recorded = [
  "isMentor",
  "isMentee",
  "capacity",
  "visibility",
  "pausedUntil",
  "freeFrom",
  "offers",
  "seeks",
  "onboarded",
] as const;
const named = [
  "headline",
  "bio",
  "goals",
  "seniority",
  "languages",
  "timeZone",
  "country",
  "availability",
] as const;

/** `before` and `after` of an audit event: what changed, with as little about the person as it takes. */
export function describeChange(before: ProfileContent, after: ProfileContent) {
  const changed = recorded.filter((key) => !sameValue(before[key], after[key]));
  const values = (content: ProfileContent) =>
    Object.fromEntries(changed.map((key) => [key, ordered(content[key])]));
  const texts = named.filter((key) => !sameValue(before[key], after[key]));
  return { before: values(before), after: { ...values(after), ...(texts.length > 0 && { changed: texts }) } };
}

/** Whether saving `after` over `before` would change nothing: a form that was sent twice. */
export function sameContent(before: ProfileContent, after: ProfileContent): boolean {
  return [...recorded, ...named].every((key) => sameValue(before[key], after[key]));
}

const sameValue = (a: unknown, b: unknown) => JSON.stringify(ordered(a)) === JSON.stringify(ordered(b));

/** Skills, languages and times are sets; objects are spelt with their keys in order. */
function ordered(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  return value.map(withOrderedKeys).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

function withOrderedKeys(item: unknown): unknown {
  if (typeof item !== "object" || item === null) return item;
  return Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)));
}
