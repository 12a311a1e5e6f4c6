import type { RoomMessage } from "../../hooks/shown-messages.ts";
import { useRoomView } from "./room-view.ts";

/** The message that this one answers, as a way to it. */
export function MessageQuote({ quote }: { quote: NonNullable<RoomMessage["quote"]> }) {
  const { nameOf, onJump } = useRoomView();
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
        {quote.excerpt || "A message that was taken back"}
      </span>
    </a>
  );
}
