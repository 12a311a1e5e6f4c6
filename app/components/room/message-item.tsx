import clsx from "clsx";
import { useState } from "react";
import type { RoomMessage } from "../../hooks/shown-messages.ts";
import { moment } from "../time/calendar.ts";
import { timeIn } from "../time/clock.ts";
import { ClockText } from "../time/clock-text.tsx";
import { MessageFiles } from "./files/message-files.tsx";
import { MessageEdit } from "./message-edit.tsx";
import { MessageMenu } from "./message-menu.tsx";
import { MessageQuote } from "./message-quote.tsx";
import { MessageState } from "./message-state.tsx";
import { MessageText } from "./message-text.tsx";
import { MessageUnder } from "./message-under.tsx";
import { MessageVersions } from "./message-versions.tsx";
import { useRoomView } from "./room-view.ts";

export interface MessageItemProps {
  message: RoomMessage;
  continues: boolean;
  /** The last of the reader's that the other has read. */
  isRead: boolean;
  /** In a thread, where no plate says the day. */
  withDay?: boolean;
}

/** One message: another's stop is a square, yours a ring, a failed one cuts the line. */
export function MessageItem({ message, continues, isRead, withDay }: MessageItemProps) {
  const { reader, nameOf, waiting, room, inThread } = useRoomView();
  const [editing, setEditing] = useState(false);
  const mine = message.authorId === reader.userId;
  const waits = message.state === "sending" && waiting;
  const time = withDay
    ? moment(message.sentAt, reader.timeZone, reader.now)
    : timeIn(message.sentAt, reader.timeZone);
  const className = clsx(
    "msg stop",
    !mine && "square",
    continues && "cont",
    message.state === "failed" && "cut gap",
    waits && "gap wait",
  );
  return (
    <li
      className={className}
      tabIndex={-1}
      id={message.seq === null ? undefined : `${inThread ? "t" : "m"}${message.seq}`}
    >
      <p className="by">
        <b>{nameOf(message.authorId)}</b> <ClockText at={message.sentAt}>{time}</ClockText>
        {message.pin && <span className="small"> Pinned</span>}
      </p>
      {message.quote && !message.deletedAt && <MessageQuote quote={message.quote} />}
      {message.deletedAt ? (
        <p className="soft">
          {message.deletedBy ? "A moderator removed this." : `${nameOf(message.authorId)} took this back.`}
        </p>
      ) : editing ? (
        <MessageEdit
          body={message.body}
          onSave={(body) => {
            if (message.id && body !== message.body) room.edit(message.id, body);
            setEditing(false);
          }}
          onLeave={() => setEditing(false)}
        />
      ) : (
        <Words message={message} />
      )}
      {message.editedAt && !message.deletedAt && !editing && <MessageVersions message={message} />}
      <MessageUnder message={message} />
      <MessageState message={message} waits={waits} isRead={isRead} />
      {!editing && <MessageMenu message={message} time={time} onEdit={() => setEditing(true)} />}
    </li>
  );
}

/** What was said, as it is; folded where the reader has blocked whose words they are. */
function Words({ message }: Pick<MessageItemProps, "message">) {
  const { room, nameOf, folded } = useRoomView();
  const text = (
    <>
      {message.body !== "" && <MessageText body={message.body} members={room.members} />}
      <MessageFiles attachments={message.attachments} />
    </>
  );
  if (!folded.has(message.authorId)) return text;
  return (
    <details className="folded">
      <summary>You have blocked {nameOf(message.authorId)}. Show what they wrote</summary>
      {text}
    </details>
  );
}
