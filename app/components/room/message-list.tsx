import type { ReactNode } from "react";
import { timeIn } from "../time/clock.ts";
import { Plate } from "../ui/plate.tsx";
import type { ShownDay } from "./group-messages.ts";
import { MessageItem } from "./message-item.tsx";
import { useRoomView } from "./room-view.ts";

export interface MessageListProps {
  days: readonly ShownDay[];
  /** Key of the reader's last message that the other has read. */
  readKey: string | null;
}

/** The conversation along the line: days as plates, the yellow plate before what is new. */
export function MessageList({ days, readKey }: MessageListProps) {
  const { reader } = useRoomView();
  return days.map((day) => (
    <section key={day.plate}>
      <h2 className="day">
        <Plate>{day.plate}</Plate>
      </h2>
      <ol>
        {day.rows.map(({ message, continues, firstNew }) => (
          <Row key={message.key} newSince={firstNew ? timeIn(message.sentAt, reader.timeZone) : null}>
            <MessageItem message={message} continues={continues} isRead={message.key === readKey} />
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
