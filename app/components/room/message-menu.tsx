import { Link } from "@remix-run/react";
import { useState } from "react";
import type { RoomMessage } from "../../hooks/shown-messages.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Menu } from "../ui/menu.tsx";
import { reactionWords } from "./reaction-words.ts";
import { useRoomView } from "./room-view.ts";

export interface MessageMenuProps {
  message: RoomMessage;
  /** When it was written, as the page shows it. */
  time: string;
  onEdit: () => void;
}

/** What one may do with a message that stands in the room. */
export function MessageMenu({ message, time, onEdit }: MessageMenuProps) {
  const { reader, nameOf, room, writable, inThread, onAnswer } = useRoomView();
  const [asking, setAsking] = useState(false);
  const { id } = message;
  if (id === null || message.deletedAt || !writable) return null;
  const mine = message.authorId === reader.userId;
  const whose = mine ? "your" : `${nameOf(message.authorId)}'s`;
  const rows = (
    <>
      <Reactions message={message} />
      {!inThread && (
        <>
          <button type="button" onClick={() => onAnswer(message)}>
            Answer
          </button>
          <Link to={`?thread=${message.threadId ?? id}`} preventScrollReset>
            Reply in a thread
          </Link>
        </>
      )}
      <button type="button" onClick={() => room.pin(id, message.pin === null)}>
        {message.pin ? "Unpin" : "Pin"}
      </button>
      {mine && (
        <>
          <button type="button" onClick={onEdit}>
            Change
          </button>
          <button type="button" onClick={() => setAsking(true)}>
            Take back
          </button>
        </>
      )}
    </>
  );
  return (
    <>
      <Menu label={`More about ${whose} message of ${time}`} rows={rows}>
        More
      </Menu>
      <Dialog open={asking} onClose={() => setAsking(false)} title="Take this message back?">
        <p>Its words go for everybody here, and can't be brought back. The place where it stood stays.</p>
        <p className="under mt-4">
          <Button
            look="halted"
            type="button"
            onClick={() => {
              room.remove(id);
              setAsking(false);
            }}
          >
            Take it back
          </Button>
          <Button look="quiet" type="button" onClick={() => setAsking(false)}>
            Keep it
          </Button>
        </p>
      </Dialog>
    </>
  );
}

function Reactions({ message }: { message: RoomMessage }) {
  const { reader, room } = useRoomView();
  const { id } = message;
  if (id === null) return null;
  const mine = new Set(
    message.reactions.flatMap(({ emoji, userId }) => (userId === reader.userId ? [emoji] : [])),
  );
  return (
    <div className="reactions">
      {reactionWords.map(([emoji, words]) => (
        <button
          key={emoji}
          type="button"
          aria-label={words}
          title={words}
          aria-pressed={mine.has(emoji)}
          onClick={() => room.react(id, emoji, !mine.has(emoji))}
        >
          {emoji}
        </button>
      ))}
    </div>
  );
}
