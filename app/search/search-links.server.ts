import { languageName } from "#app/languages.server.ts";
import { formatSearch } from "#domain/search/address.ts";
import type { AskedLevel, SearchInput, Understood } from "#domain/search/schema.ts";

/** Something of a search that can be let go, and the address without it. */
export interface SearchTerm {
  key: string;
  words: string;
  href: string;
}

/** The address of a search; made here, so that the browser needs no schema for it. */
export const searchPath = (search: SearchInput): string => `/mentors?${formatSearch(search)}`;

const levelWords: Record<AskedLevel, string> = {
  beginner: "Good with beginners",
  advanced: "Advanced or expert",
  expert: "An expert",
  senior: "Senior",
};

/** What the words were read as, and skills that were chosen: each can be taken away. */
export function termsOf(search: SearchInput, understood: Understood): SearchTerm[] {
  const { ignored, skills } = search.filters;
  const { level, zone } = understood;
  const ignoring = (key: string) => withFilters(search, { ignored: [...ignored, key] });
  const taken = (key: string, words: string) => ({ key, words, href: ignoring(key) });
  return [
    ...understood.skills.map(({ slug, name }) => ({ key: slug, words: name, href: ignoring(slug) })),
    ...understood.languages.map(({ code, name }) => ({
      key: `lang-${code}`,
      words: `In ${name}`,
      href: ignoring(`lang-${code}`),
    })),
    ...(level ? [taken(`level-${level.level}`, levelWords[level.level])] : []),
    ...(zone ? [taken(`zone-${zone.id}`, `In ${zone.name}`)] : []),
    ...skills.map((slug) => ({
      key: `skill-${slug}`,
      words: slug.replaceAll("-", " "),
      href: withFilters(search, { skills: skills.filter((other) => other !== slug) }),
    })),
  ];
}

/** What could be let go where nobody fits: the terms, then the filters. */
export function waysOn(search: SearchInput, understood: Understood): SearchTerm[] {
  const { filters } = search;
  const way = (key: string, words: string, changed: Partial<SearchInput["filters"]>) => ({
    key,
    words,
    href: withFilters(search, changed),
  });
  return [
    ...termsOf(search, understood).map((term) => ({ ...term, words: `Without “${term.words}”` })),
    ...filters.languages.map((code) => ({
      key: `language-${code}`,
      words: `In any language, not only ${languageName(code)}`,
      href: withFilters(search, { languages: filters.languages.filter((other) => other !== code) }),
    })),
    ...(filters.minOverlapHours > 0 ? [way("hours", "At any time of the week", { minOverlapHours: 0 })] : []),
    ...(filters.allSkills ? [way("match", "With one of the skills", { allSkills: false })] : []),
    ...(filters.clusters.length > 0 ? [way("cluster", "In any field", { clusters: [] })] : []),
    ...(filters.level ? [way("level", "At any level", { level: null })] : []),
    ...(filters.degrees.length > 0 ? [way("degree", "However far from you", { degrees: [] })] : []),
    ...(filters.activeWithinDays > 0
      ? [way("active", "Whenever they were here last", { activeWithinDays: 0 })]
      : []),
    ...(filters.minRating > 0 ? [way("rating", "Reviewed or not", { minRating: 0 })] : []),
    ...(filters.verified ? [way("verified", "Checked or not", { verified: false })] : []),
    ...(filters.hasPlace ? [way("full", "With mentors who are full for now", { hasPlace: false })] : []),
  ];
}

function withFilters({ token: _, ...search }: SearchInput, changed: Partial<SearchInput["filters"]>): string {
  return searchPath({ ...search, page: 1, filters: { ...search.filters, ...changed } });
}
