import { Button } from "../ui/button.tsx";
import { namesInWords } from "./reaction-words.ts";

/** In the place of the composer, where nobody writes any more. */
export const Ended = () => (
  <p className="closed soft">This mentorship has ended. The conversation stays here to be read.</p>
);

/** Why the room did not do what was asked last. */
export function Refused({ words }: { words: string | null }) {
  if (words === null) return null;
  return (
    <p className="halt refused" role="alert">
      {words}
    </p>
  );
}

export function Typing({ names }: { names: string[] }) {
  if (names.length === 0) return null;
  return (
    <p className="typing">
      <i aria-hidden="true" />
      <i aria-hidden="true" />
      <i aria-hidden="true" />
      {namesInWords(names)} {names.length === 1 ? "is" : "are"} writing
    </p>
  );
}

/** What stands where nothing has been said. */
export function FirstWord({ wanted, other }: { wanted: boolean; other: { firstName: string } | null }) {
  if (!wanted) return null;
  return (
    <div className="msg stop">
      <p>
        <b>Nobody has written yet</b>
      </p>
      <p className="text soft">
        Say hello, and what you would like to talk about first.
        {other && ` ${other.firstName} hears of it at once.`}
      </p>
    </div>
  );
}

/** The way back to the end, where it is far or something new stands there. */
export function Below({ newer, unread, onPress }: { newer: boolean; unread: boolean; onPress: () => void }) {
  if (!newer && !unread) return null;
  return (
    <div className="below">
      <Button look="second" type="button" onClick={onPress}>
        {unread ? "New below" : "To the newest"}
      </Button>
    </div>
  );
}
