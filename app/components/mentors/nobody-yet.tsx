import type { ReactNode } from "react";
import type { SearchTerm } from "#app/search/search-links.server.ts";
import { Here, Line, OpenEnd, Stop } from "../line/line.tsx";
import { ButtonLink } from "../ui/button.tsx";

/** Nobody fits: the line ends open, and says how it could go on. */
export function NobodyYet({ ways, children }: { ways: SearchTerm[]; children: ReactNode }) {
  return (
    <Line className="pt-4 pb-12">
      <Here plain>
        Nobody here fits all of this yet. We would rather say so than show you people who half fit.
      </Here>
      <ol className="stops pt-8">
        {ways.length > 0 && (
          <Stop>
            <h2>Let one thing go</h2>
            <ul className="alt">
              {ways.map(({ key, words, href }) => (
                <li key={key}>
                  <ButtonLink look="strong" to={href}>
                    {words}
                  </ButtonLink>
                </li>
              ))}
            </ul>
          </Stop>
        )}
        <Stop>
          <h2>Say it another way</h2>
          <p className="text soft">
            Write what weighs most, as you would say it to a friend: “I leave a two-year-old for six weeks at
            a time.”
          </p>
          <label
            htmlFor="need"
            className="inline-flex min-h-11 items-center font-bold underline decoration-2 underline-offset-[.25em] hover:decoration-3"
          >
            Change my words
          </label>
        </Stop>
        <Stop>
          <h2>Wait for somebody new</h2>
          <p className="text soft">When a new mentor comes, we compare them with what you need.</p>
          {children}
        </Stop>
        <Stop>
          <h2>Look at everybody</h2>
          <p className="text soft">Every mentor with a free place, those who were here lately first.</p>
          <ButtonLink look="strong" to="/mentors">
            Start afresh
          </ButtonLink>
        </Stop>
      </ol>
      <OpenEnd />
    </Line>
  );
}
