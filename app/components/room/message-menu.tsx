import { Link } from "@remix-run/react";
import { useState } from "react";
import type { RoomMessage } from "../../hooks/shown-messages.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Menu } from "../ui/menu.tsx";
import { MessageRemoval, type MessageRemovalProps } from "./message-removal.tsx";
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
  const { reader, roomId, room, nameOf, writable, mayRemove } = useRoomView();
  const [asking, setAsking] = useState(false);
  const { id } = message;
  const mine = message.authorId === reader.userId;
  const removable = mayRemove && !mine;
  const reportable = !mine && room.status !== "not-member";
  if (id === null || message.deletedAt || !(writable || removable || reportable)) return null;
  const question = { messageId: id, onClose: () => setAsking(false) };
  const whose = mine ? "your" : `${nameOf(message.authorId)}'s`;
  const rows = (
    <>
      {writable && <Acts message={message} onEdit={onEdit} />}
      {reportable && <Link to={`/conversations/${roomId}/report?message=${id}`}>Report</Link>}
      {(removable || (writable && mine)) && (
        <button type="button" onClick={() => setAsking(true)}>
          {mine ? "Take back" : "Remove as moderator"}
        </button>
      )}
    </>
  );
  return (
    <>
      <Menu label={`More about ${whose} message of ${time}`} rows={rows}>
        More
      </Menu>
      {asking && (mine ? <TakingBack {...question} /> : <MessageRemoval {...question} />)}
    </>
  );
}

function Acts({ message, onEdit }: Pick<MessageMenuProps, "message" | "onEdit">) {
  const { reader, room, inThread, onAnswer } = useRoomView();
  const { id } = message;
  if (id === null) return null;
  return (
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
      {message.authorId === reader.userId && (
        <button type="button" onClick={onEdit}>
          Change
        </button>
      )}
    </>
  );
}

/** Asks the author whether to take their message back. */
function TakingBack({ messageId, onClose }: MessageRemovalProps) {
  const { room } = useRoomView();
  return (
    <Dialog open onClose={onClose} title="Take this message back?">
      <p>
        Its words and files go for everybody here, and can't be brought back. The place where it stood stays.
      </p>
      <p className="under mt-4">
        <Button
          look="halted"
          type="button"
          onClick={() => {
            room.remove(messageId);
            onClose();
          }}
        >
          Take it back
        </Button>
        <Button look="quiet" type="button" onClick={onClose}>
          Keep it
        </Button>
      </p>
    </Dialog>
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
