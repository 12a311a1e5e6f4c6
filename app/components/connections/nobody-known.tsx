import { Line, OpenEnd, Stop } from "../line/line.tsx";
import { ButtonLink } from "../ui/button.tsx";

/** Nobody yet: the line ends open, and says how it could go on. */
export function NobodyKnown({ suggested }: { suggested: boolean }) {
  return (
    <Line className="pt-8">
      <ul className="stops">
        <Stop kind="you">
          <h2>You know nobody here yet</h2>
          <p className="soft text">
            Whom you know shows you the way to others: each mentor says who stands between you and them.
          </p>
        </Stop>
        {suggested && (
          <Stop>
            <ButtonLink look="strong" to="#suggestions">
              People you may know
            </ButtonLink>
          </Stop>
        )}
        <Stop>
          <ButtonLink look="strong" to="/mentors">
            Look at mentors, and connect on their page
          </ButtonLink>
        </Stop>
      </ul>
      <OpenEnd />
    </Line>
  );
}
