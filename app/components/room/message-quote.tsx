import type { RoomMessage } from "../../hooks/shown-messages.ts";
import { useRoomView } from "./room-view.ts";

/** The message that this one answers, as a way to it. */
export function MessageQuote({ quote }: { quote: NonNullable<RoomMessage["quote"]> }) {
  const { nameOf, onJump, folded } = useRoomView();
  // whom the reader has blocked is not quoted to them either
  const excerpt = folded.has(quote.authorId) ? "A message of somebody you have blocked" : quote.excerpt;
  return (
    <a
      className="quote"
      href={`#m${quote.seq}`}
      onClick={(event) => {
        event.preventDefault();
        onJump(quote.seq);
      }}
    >
      <span>
        <b>{nameOf(quote.authorId)}</b>
        {excerpt || "A message that was taken back"}
      </span>
    </a>
  );
}
