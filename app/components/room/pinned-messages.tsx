import { lineOf } from "#domain/rooms/schema.ts";
import { counted } from "../time/calendar.ts";
import { Button } from "../ui/button.tsx";
import { useRoomView } from "./room-view.ts";

/** What is pinned in the room, folded until one looks. */
export function PinnedMessages() {
  const { room, nameOf, onJump, writable } = useRoomView();
  if (room.pins.length === 0) return null;
  return (
    <details className="pins">
      <summary>{counted(room.pins.length, "pinned message")}</summary>
      <ul>
        {room.pins.map(({ key, id, seq, authorId, body, attachments }) => (
          <li key={key}>
            <a
              className="quote"
              href={`#m${seq}`}
              onClick={(event) => {
                event.preventDefault();
                if (seq !== null) onJump(seq);
              }}
            >
              <span dir="auto">
                <b>{nameOf(authorId)}</b>
                {lineOf({ body, attachments })}
              </span>
            </a>
            {writable && id !== null && (
              <Button look="quiet" type="button" onClick={() => room.pin(id, false)}>
                Unpin<span className="sr-only"> the message of {nameOf(authorId)}</span>
              </Button>
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}
