import { formatSearch, type SearchInput, type Understood } from "#domain/search/schema.ts";
import { TermLink } from "../ui/term.tsx";

/** What the words were read as; each can be taken away. */
export function UnderstoodTerms({ search, understood }: { search: SearchInput; understood: Understood }) {
  const terms = termsOf(search, understood);
  if (terms.length === 0) return null;
  return (
    <>
      <span className="as" id="read-as">
        Read as
      </span>
      <ul aria-labelledby="read-as">
        {terms.map(({ key, words, without }) => (
          <li key={key}>
            <TermLink name={words} to={`/mentors?${formatSearch(without)}`}>
              {words}
            </TermLink>
          </li>
        ))}
      </ul>
      <span className="bar" aria-hidden="true" />
    </>
  );
}

export interface SearchTerm {
  key: string;
  words: string;
  /** The same search without this term, from its first page. */
  without: SearchInput;
}

/** Everything of a search that can be let go: what was understood, and what was chosen. */
export function termsOf(search: SearchInput, understood: Understood): SearchTerm[] {
  const { filters } = search;
  const change = (changed: Partial<SearchInput["filters"]>) => ({
    ...search,
    page: 1,
    filters: { ...filters, ...changed },
  });
  const ignoring = (key: string) => change({ ignored: [...filters.ignored, key] });
  return [
    ...understood.skills.map(({ slug, name }) => ({ key: slug, words: name, without: ignoring(slug) })),
    ...understood.languages.map(({ code, name }) => ({
      key: `lang-${code}`,
      words: `In ${name}`,
      without: ignoring(`lang-${code}`),
    })),
    ...filters.skills.map((slug) => ({
      key: `skill-${slug}`,
      words: slug.replaceAll("-", " "),
      without: change({ skills: filters.skills.filter((other) => other !== slug) }),
    })),
  ];
}
