import type { RoomMessage } from "../../hooks/shown-messages.ts";
import { Button } from "../ui/button.tsx";
import { useRoomView } from "./room-view.ts";

export interface MessageStateProps {
  message: RoomMessage;
  /** It is on its way, and the room can't be reached. */
  waits: boolean;
  isRead: boolean;
}

/** What became of a message under way: it failed, waits, is being sent, or was read. */
export function MessageState({ message, waits, isRead }: MessageStateProps) {
  const { room } = useRoomView();
  const drop = (
    <Button look="quiet" className="plain" type="button" onClick={() => room.discard(message.key)}>
      Delete
    </Button>
  );
  if (message.state === "failed") {
    return (
      <>
        <p className="halt">Not sent. {message.refusal ?? "The line was cut."}</p>
        <p className="under">
          <Button look="strong" className="plain" type="button" onClick={() => room.retry(message.key)}>
            Send again
          </Button>
          {drop}
        </p>
      </>
    );
  }
  if (waits) {
    return (
      <p className="under">
        <span className="soft">Waiting to go out</span>
        {message.id === null && drop}
      </p>
    );
  }
  if (message.state === "sending") return <p className="soft small late">Sending</p>;
  return isRead ? <p className="soft small">Read</p> : null;
}
