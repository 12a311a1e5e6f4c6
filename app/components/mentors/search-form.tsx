import { Form } from "@remix-run/react";
import { useEffect } from "react";
import { useReader } from "#app/hooks/use-reader.ts";
import type { SearchTerm } from "#app/search/search-links.server.ts";
import type { Facets, SearchInput } from "#domain/search/schema.ts";
import { NeedField } from "./need-field.tsx";
import { rememberSearch } from "./past-searches.ts";
import { MoreFilters, SearchFilters } from "./search-filters.tsx";
import { UnderstoodTerms } from "./understood-terms.tsx";

export interface SearchFormProps {
  search: SearchInput;
  /** What was understood of the need. */
  terms: SearchTerm[];
  /** What can be chosen, and how many people it leads to; null while search is out of reach. */
  facets: Facets | null;
}

/** One GET form: the need, what was understood of it, and the filters. */
export function SearchForm({ search, terms, facets }: SearchFormProps) {
  const { query, filters } = search;
  const { user } = useReader();
  const userId = user?.id ?? null;
  useEffect(() => rememberSearch(userId, query), [userId, query]);
  return (
    <Form method="get" action="/mentors" role="search" className="need" id="search">
      <NeedField label="What do you need?" need={query} />
      {/* What was taken away belongs to these words; other words start afresh. */}
      <input type="hidden" name="for" value={query} />
      {filters.ignored.map((slug) => (
        <input key={slug} type="hidden" name="not" value={slug} />
      ))}
      {filters.skills.map((slug) => (
        <input key={slug} type="hidden" name="skill" value={slug} />
      ))}
      <div className="terms">
        <UnderstoodTerms terms={terms} />
        <SearchFilters search={search} facets={facets} />
      </div>
      <MoreFilters search={search} facets={facets} />
    </Form>
  );
}
