import { Link } from "@remix-run/react";
import type { RoomMessage } from "../../hooks/shown-messages.ts";
import { shortMoment } from "../time/calendar.ts";
import { Button } from "../ui/button.tsx";
import { NewMark } from "../ui/plate.tsx";
import { groupReactions, namesInWords, wordsOf } from "./reaction-words.ts";
import { useRoomView } from "./room-view.ts";

/** What others made of a message: who reacted how, and the replies under it. */
export function MessageUnder({ message }: { message: RoomMessage }) {
  const { inThread, mark, reader } = useRoomView();
  const { id, thread } = message;
  if (id === null || (message.reactions.length === 0 && (thread === null || inThread))) return null;
  return (
    <p className="under">
      {groupReactions(message.reactions).map((group) => (
        <Reaction key={group.emoji} messageId={id} {...group} />
      ))}
      {thread && !inThread && (
        <Link
          className="quiet inline-flex min-h-11 items-center gap-2"
          to={`?thread=${id}`}
          preventScrollReset
        >
          {thread.replies === 1 ? "1 reply" : `${thread.replies} replies`}
          <span>{shortMoment(thread.lastAt, reader.timeZone, reader.now)}</span>
          {thread.lastSeq > mark.after && thread.lastSeq <= mark.upTo && <NewMark />}
        </Link>
      )}
    </p>
  );
}

function Reaction({ messageId, emoji, userIds }: { messageId: string; emoji: string; userIds: string[] }) {
  const { reader, nameOf, room, writable } = useRoomView();
  const mine = userIds.includes(reader.userId);
  const words = wordsOf(emoji);
  const who = namesInWords(userIds.map(nameOf));
  return (
    <Button
      look="quiet"
      type="button"
      aria-pressed={mine}
      aria-label={`${words}: ${who}`}
      disabled={!writable}
      onClick={() => room.react(messageId, emoji, !mine)}
    >
      {emoji} {words !== "Reaction" && words} <span>{who}</span>
    </Button>
  );
}
