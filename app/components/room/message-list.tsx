import type { ReactNode } from "react";
import { timeIn } from "../time/clock.ts";
import { Plate } from "../ui/plate.tsx";
import type { ShownDay } from "./group-messages.ts";
import { MessageItem } from "./message-item.tsx";

export interface MessageListProps {
  days: readonly ShownDay[];
  reader: { userId: string; timeZone: string };
  /** What the other person is called. */
  otherFirstName: string;
  /** Key of the reader's last message that the other has read. */
  readKey: string | null;
  /** True while the room can't be reached: what is on its way waits. */
  waiting: boolean;
  onRetry: (key: string) => void;
  onDiscard: (key: string) => void;
}

/** The conversation along the line: days as plates, the yellow plate before what is new. */
export function MessageList({ days, reader, ...rest }: MessageListProps) {
  return days.map((day) => (
    <section key={day.plate}>
      <h2 className="day">
        <Plate>{day.plate}</Plate>
      </h2>
      <ol>
        {day.rows.map(({ message, continues, firstNew }) => (
          <Row key={message.key} newSince={firstNew ? timeIn(message.sentAt, reader.timeZone) : null}>
            <MessageItem message={message} continues={continues} reader={reader} {...rest} />
          </Row>
        ))}
      </ol>
    </section>
  ));
}

function Row({ newSince, children }: { newSince: string | null; children: ReactNode }) {
  return (
    <>
      {newSince && (
        <li className="unread" id="new">
          <Plate look="new">New since {newSince}</Plate>
        </li>
      )}
      {children}
    </>
  );
}
