import { useEffect } from "react";
import { lineOf } from "#domain/rooms/schema.ts";
import type { RoomMessage } from "../../hooks/shown-messages.ts";
import { Button } from "../ui/button.tsx";
import { Composer } from "./composer.tsx";
import { useFiles } from "./files/use-files.ts";
import { useRoomView } from "./room-view.ts";
import { useDraft } from "./use-draft.ts";

export interface WritingProps {
  name: string;
  answering: RoomMessage | null;
  onAnswered: () => void;
  /** The words are on their way. */
  onSent?: () => void;
}

/** Where one writes to the room; what one answers stands over it. */
export function Writing({ name, answering, onAnswered, onSent }: WritingProps) {
  const { roomId, room, reader, nameOf, halt, offline, pace } = useRoomView();
  const [draft, keepDraft] = useDraft(reader.userId, roomId);
  const files = useFiles(roomId);
  useEffect(() => {
    if (answering) document.getElementById("message")?.focus();
  }, [answering]);
  return (
    <Composer
      id="message"
      label={`Write to ${name}`}
      act="Send"
      text={draft}
      onText={keepDraft}
      files={files}
      onSend={(body, attachments) => {
        room.send(body, { ...(answering?.id && { quoteId: answering.id }), attachments });
        onAnswered();
        onSent?.();
      }}
      onTyping={room.setTyping}
      members={room.members}
      offline={offline}
      halt={halt}
      {...pace}
    >
      {answering && (
        <div className="answering">
          <p className="quote">
            <span dir="auto">
              <b>{nameOf(answering.authorId)}</b>
              {lineOf(answering)}
            </span>
          </p>
          <Button look="quiet" type="button" onClick={onAnswered}>
            Leave it<span className="sr-only">: write without answering</span>
          </Button>
        </div>
      )}
    </Composer>
  );
}
