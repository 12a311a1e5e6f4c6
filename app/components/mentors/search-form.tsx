import { Form } from "@remix-run/react";
import type { ChangeEvent, ReactNode } from "react";
import { useReader } from "#app/hooks/use-reader.ts";
import type { SearchTerm } from "#app/search/search-links.server.ts";
import type { SearchInput } from "#domain/search/schema.ts";
import { NeedField } from "./need-field.tsx";
import { UnderstoodTerms } from "./understood-terms.tsx";

export interface SearchFormProps {
  search: SearchInput;
  /** What was understood of the need. */
  terms: SearchTerm[];
  /** To choose from: code and name. */
  languages: { code: string; name: string }[];
}

/**
 * One GET form: the need, what was understood of it, and the filters. A filter searches when it is changed; without
 * JavaScript the button does it.
 */
export function SearchForm({ search, terms, languages }: SearchFormProps) {
  const { user } = useReader();
  const { query, filters } = search;
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
        <Filter name="lang" label="Language" value={filters.languages[0] ?? ""}>
          <option value="">Any language</option>
          {languages.map(({ code, name }) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </Filter>
        {user && (
          <Filter name="hours" label="When" value={filters.minOverlapHours > 0 ? "1" : ""}>
            <option value="">Any time</option>
            <option value="1">When I am free</option>
          </Filter>
        )}
        <Filter name="full" label="Mentors who are full" value={filters.hasPlace ? "" : "1"}>
          <option value="">With a free place</option>
          <option value="1">Full ones too</option>
        </Filter>
      </div>
    </Form>
  );
}

interface FilterProps {
  name: string;
  label: string;
  value: string;
  children: ReactNode;
}

function Filter({ name, label, value, children }: FilterProps) {
  return (
    <select
      key={value}
      className="pick"
      name={name}
      aria-label={label}
      defaultValue={value}
      onChange={submit}
    >
      {children}
    </select>
  );
}

const submit = (event: ChangeEvent<HTMLSelectElement>) => event.currentTarget.form?.requestSubmit();
