import type { SearchTerm } from "#app/search/search-links.server.ts";
import { TermLink } from "../ui/term.tsx";

/** What the words were read as; each can be taken away. */
export function UnderstoodTerms({ terms }: { terms: SearchTerm[] }) {
  if (terms.length === 0) return null;
  return (
    <>
      <span className="as" id="read-as">
        Read as
      </span>
      <ul aria-labelledby="read-as">
        {terms.map(({ key, words, href }) => (
          <li key={key}>
            <TermLink name={words} to={href}>
              {words}
            </TermLink>
          </li>
        ))}
      </ul>
      <span className="bar" aria-hidden="true" />
    </>
  );
}
