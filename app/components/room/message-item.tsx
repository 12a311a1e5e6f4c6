import clsx from "clsx";
import type { RoomMessage } from "../../hooks/shown-messages.ts";
import { timeIn } from "../time/clock.ts";
import { ClockText } from "../time/clock-text.tsx";
import { Button } from "../ui/button.tsx";
import type { MessageListProps } from "./message-list.tsx";
import { MessageText } from "./message-text.tsx";

type ItemProps = Omit<MessageListProps, "days"> & { message: RoomMessage; continues: boolean };

/** One message: the other's stop is a square, yours a ring, a failed one cuts the line. */
export function MessageItem({ message, continues, reader, otherFirstName, ...rest }: ItemProps) {
  const mine = message.authorId === reader.userId;
  const waits = message.state === "sending" && rest.waiting;
  const className = clsx(
    "msg stop",
    !mine && "square",
    continues && "cont",
    message.state === "failed" && "cut gap",
    waits && "gap wait",
  );
  return (
    <li className={className} id={message.seq === null ? undefined : `m${message.seq}`}>
      <p className="by">
        <b>{mine ? "You" : otherFirstName}</b>{" "}
        <ClockText at={message.sentAt}>{timeIn(message.sentAt, reader.timeZone)}</ClockText>
      </p>
      {message.deletedAt ? (
        <p className="soft">{mine ? "You took this back." : `${otherFirstName} took this back.`}</p>
      ) : (
        <MessageText body={message.body} />
      )}
      {message.editedAt && !message.deletedAt && <p className="soft small">Changed</p>}
      <MessageState message={message} waits={waits} {...rest} />
    </li>
  );
}

type StateProps = Omit<ItemProps, "continues" | "reader" | "otherFirstName"> & { waits: boolean };

function MessageState({ message, waits, readKey, onRetry, onDiscard }: StateProps) {
  const drop = (
    <Button look="quiet" className="plain" type="button" onClick={() => onDiscard(message.key)}>
      Delete
    </Button>
  );
  if (message.state === "failed") {
    return (
      <>
        <p className="halt">Not sent. {message.refusal ?? "The line was cut."}</p>
        <p className="under">
          <Button look="strong" className="plain" type="button" onClick={() => onRetry(message.key)}>
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
        {drop}
      </p>
    );
  }
  if (message.state === "sending") return <p className="soft small late">Sending</p>;
  return message.key === readKey ? <p className="soft small">Read</p> : null;
}
