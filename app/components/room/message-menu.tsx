import { useState } from "react";
import type { RoomMessage } from "../../hooks/shown-messages.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Menu } from "../ui/menu.tsx";
import { useRoomView } from "./room-view.ts";

export interface MessageMenuProps {
  message: RoomMessage;
  /** When it was written, as the page shows it. */
  time: string;
  onEdit: () => void;
}

/** What one may do with a message that stands in the room. */
export function MessageMenu({ message, time, onEdit }: MessageMenuProps) {
  const { reader, nameOf, room, writable } = useRoomView();
  const [asking, setAsking] = useState(false);
  const { id } = message;
  const mine = message.authorId === reader.userId;
  if (id === null || message.deletedAt || !writable || !mine) return null;
  const rows = (
    <>
      <button type="button" onClick={onEdit}>
        Change
      </button>
      <button type="button" onClick={() => setAsking(true)}>
        Take back
      </button>
    </>
  );
  return (
    <>
      <Menu
        label={`More about ${mine ? "your" : `${nameOf(message.authorId)}'s`} message of ${time}`}
        rows={rows}
      >
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
