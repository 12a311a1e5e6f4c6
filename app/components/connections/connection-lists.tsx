import type { FormProblem } from "#app/form-action.server.ts";
import { useReader } from "#app/hooks/use-reader.ts";
import type { Connection, Suggestion } from "#domain/connections/schema.ts";
import { firstName } from "../people/first-name.ts";
import { shortDay } from "../time/calendar.ts";
import { AskLink } from "../ui/ask.tsx";
import { isAbout } from "./connection-act.ts";
import { ConnectionForm } from "./connection-form.tsx";
import { PersonRow } from "./person-row.tsx";

interface ListProps {
  people: Connection[];
  failed: FormProblem | undefined;
}

const pageOf = ({ mentor, userId }: { mentor: boolean; userId: string }) =>
  mentor ? `/mentors/${userId}` : undefined;
const failureOf = (failed: FormProblem | undefined, userId: string) =>
  isAbout(failed, userId) ? failed : undefined;

/** Who waits for the reader: a yes and a no weigh the same. */
export function Invitations({ people, failed }: ListProps) {
  return (
    <ul className="rows" aria-labelledby="invitations">
      {people.map(({ connectionId, userId, ...person }) => {
        const first = firstName(person.name);
        return (
          <PersonRow
            key={userId}
            {...person}
            to={pageOf({ ...person, userId })}
            failed={failureOf(failed, userId)}
          >
            <ConnectionForm intent="accept" {...{ userId, connectionId }} pendingWords="Accepting">
              Accept {first}
            </ConnectionForm>
            <ConnectionForm
              intent="decline"
              {...{ userId, connectionId }}
              look="second"
              pendingWords="Declining"
            >
              Decline <span className="sr-only">{first}</span>
            </ConnectionForm>
          </PersonRow>
        );
      })}
    </ul>
  );
}

/** Whom the reader waits for. */
export function Invited({ people, failed }: ListProps) {
  const { timeZone, now } = useReader();
  return (
    <ul className="rows" aria-labelledby="invited">
      {people.map(({ connectionId, userId, since, ...person }) => (
        <PersonRow
          key={userId}
          {...person}
          to={pageOf({ ...person, userId })}
          note={`Invited on ${shortDay(since, timeZone, now)}`}
          failed={failureOf(failed, userId)}
        >
          <ConnectionForm
            intent="withdraw"
            {...{ userId, connectionId }}
            look="quiet"
            pendingWords="Taking it back"
          >
            Take it back <span className="sr-only">from {firstName(person.name)}</span>
          </ConnectionForm>
        </PersonRow>
      ))}
    </ul>
  );
}

/** Whom the reader knows. Ending a connection is asked once more, in place. */
export function Known({ people, failed }: ListProps) {
  const { timeZone, now } = useReader();
  return (
    <ul className="rows" aria-labelledby="known">
      {people.map(({ connectionId, userId, since, ...person }) => {
        const first = firstName(person.name);
        return (
          <PersonRow
            key={userId}
            {...person}
            to={pageOf({ ...person, userId })}
            note={`Since ${shortDay(since, timeZone, now)}`}
            failed={failureOf(failed, userId)}
          >
            {person.mentor && <AskLink to={`/mentors/${userId}/ask`}>Ask {first}</AskLink>}
            <details className="unfold">
              <summary className="unfold-quiet">
                End the connection <span className="sr-only">with {first}</span>
              </summary>
              <p className="text">
                {first} is not told. What the two of you wrote and agreed stays as it is.
              </p>
              <ConnectionForm
                intent="remove"
                {...{ userId, connectionId }}
                look="second"
                pendingWords="Ending it"
              >
                End it with {first}
              </ConnectionForm>
            </details>
          </PersonRow>
        );
      })}
    </ul>
  );
}

/** People whom the reader may know, each with what speaks for it. */
export function Suggestions({ people, failed }: { people: Suggestion[]; failed: FormProblem | undefined }) {
  return (
    <ul className="rows" aria-labelledby="suggestions">
      {people.map((person) => (
        <PersonRow
          key={person.userId}
          name={person.name}
          headline={person.headline}
          to={pageOf(person)}
          facts={evidence(person)}
          failed={failureOf(failed, person.userId)}
        >
          <ConnectionForm intent="invite" userId={person.userId} look="second" pendingWords="Inviting">
            Connect <span className="sr-only">with {firstName(person.name)}</span>
          </ConnectionForm>
        </PersonRow>
      ))}
    </ul>
  );
}

function evidence({ mutuals, mutualCount, skills }: Suggestion) {
  const more = mutualCount - mutuals.length;
  const names = [...mutuals.map(({ name }) => name), ...(more > 0 ? [`${more} more`] : [])];
  return [
    ...(names.length > 0 ? [{ label: "You both know", words: names.join(", ") }] : []),
    ...(skills.length > 0 ? [{ label: "You both name", words: skills.join(", ") }] : []),
  ];
}
