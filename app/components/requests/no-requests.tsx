import { Line, OpenEnd, Stop } from "../line/line.tsx";
import { ButtonLink } from "../ui/button.tsx";

/** Nothing yet: the line ends open, and says how it could go on. */
export function NoRequests({ as }: { as: "mentor" | "mentee" }) {
  return (
    <Line className="pt-8">
      <ul className="stops">
        {as === "mentee" ? (
          <Stop kind="you">
            <h2>You have asked nobody yet</h2>
            <p className="soft">Say what you need in your own words, and see who can help and why.</p>
            <ButtonLink look="strong" to="/mentors">
              Find a mentor
            </ButtonLink>
          </Stop>
        ) : (
          <Stop kind="you">
            <h2>Nobody has asked you yet</h2>
            <p className="soft">
              People find you by what you offer. A line on what you can help with brings the right ones.
            </p>
            <ButtonLink look="strong" to="/profile">
              Look at your profile
            </ButtonLink>
          </Stop>
        )}
      </ul>
      <OpenEnd />
    </Line>
  );
}
