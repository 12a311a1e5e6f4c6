import { Link } from "@remix-run/react";
import { useReader } from "#app/hooks/use-reader.ts";
import { type MarkedMentor, reasonInWords } from "#domain/marks/schema.ts";
import type { SavedSearch } from "#domain/saved-searches/schema.ts";
import { Line, OpenEnd, Stop } from "../line/line.tsx";
import { askPath, isFull } from "../mentors/mentor-card.tsx";
import { firstName } from "../people/first-name.ts";
import { shortDay } from "../time/calendar.ts";
import { Actions } from "../ui/actions.tsx";
import { AskLink } from "../ui/ask.tsx";
import { ButtonLink } from "../ui/button.tsx";
import { SavedForm } from "./mark-forms.tsx";
import { PersonRow } from "./person-row.tsx";

export function SavedMentors({ mentors }: { mentors: MarkedMentor[] }) {
  return (
    <ul className="rows" aria-labelledby="mentors">
      {mentors.map(({ userId, name, headline, places }) => {
        const first = firstName(name);
        const full = isFull(places);
        return (
          <PersonRow
            key={userId}
            {...{ name, headline }}
            to={`/mentors/${userId}`}
            note={full ? "Full for now" : undefined}
          >
            <AskLink to={askPath(userId, "")}>{full ? `Wait for ${first}` : `Ask ${first}`}</AskLink>
            <SavedForm intent="unmark" of={userId} pendingWords="Taking out">
              Take out <span className="sr-only">{first}</span>
            </SavedForm>
          </PersonRow>
        );
      })}
    </ul>
  );
}

export function UnwantedMentors({ mentors }: { mentors: MarkedMentor[] }) {
  return (
    <ul className="rows" aria-labelledby="unwanted">
      {mentors.map(({ userId, name, headline, reason }) => (
        <PersonRow
          key={userId}
          {...{ name, headline }}
          to={`/mentors/${userId}`}
          note={reason ? reasonInWords(reason) : undefined}
        >
          <SavedForm intent="unmark" of={userId} pendingWords="Taking it back">
            Take that back <span className="sr-only">for {firstName(name)}</span>
          </SavedForm>
        </PersonRow>
      ))}
    </ul>
  );
}

/** Each search with whom it found lately, and whether it is watched. */
export function SavedSearches({ searches }: { searches: SavedSearch[] }) {
  const { timeZone, now } = useReader();
  return (
    <ul className="rows" aria-labelledby="searches">
      {searches.map(({ id, address, query, watched, hits, createdAt }) => {
        const name = query || "Everybody who passes your filters";
        return (
          <li key={id}>
            <h3 className="h2" dir="auto">
              <Link className="inline-flex min-h-11 items-center" to={`/mentors?${address}`}>
                {name}
              </Link>
            </h3>
            <p className="soft small">
              Kept on {shortDay(createdAt, timeZone, now)}.{" "}
              {watched ? "You hear of somebody new." : "You do not hear of new people."}
            </p>
            {hits.length > 0 && (
              <dl className="facts">
                {hits.map((hit) => (
                  <div key={hit.userId}>
                    <dt>New on {shortDay(hit.at, timeZone, now)}</dt>{" "}
                    <dd dir="auto">
                      <Link to={`/mentors/${hit.userId}?${new URLSearchParams({ q: query })}`}>
                        {hit.name}
                      </Link>
                      {hit.headline && `, ${hit.headline}`}
                    </dd>
                  </div>
                ))}
              </dl>
            )}
            <Actions className="row-acts">
              <SavedForm
                intent={watched ? "unwatch" : "watch"}
                of={id}
                pendingWords="Saving"
                fields={<input type="hidden" name="address" value={address} />}
              >
                {watched ? "Stop telling me" : "Tell me when somebody new fits"}
                <span className="sr-only">: {name}</span>
              </SavedForm>
              <SavedForm intent="forget" of={id} pendingWords="Deleting">
                Delete <span className="sr-only">the search {name}</span>
              </SavedForm>
            </Actions>
          </li>
        );
      })}
    </ul>
  );
}

/** Nothing yet: the line ends open, and says how it could go on. */
export function NothingSaved() {
  return (
    <Line className="pt-8">
      <ul className="stops">
        <Stop kind="you">
          <h2>You keep nothing yet</h2>
          <p className="soft text">
            Save a mentor on their page, or a search on its results: then you hear when somebody new fits.
          </p>
          <ButtonLink look="strong" to="/mentors">
            Look for somebody
          </ButtonLink>
        </Stop>
      </ul>
      <OpenEnd />
    </Line>
  );
}
