import { Fragment, type ReactNode } from "react";
import type { RoomMove } from "#domain/rooms/schema.ts";
import { timeIn } from "../time/clock.ts";
import { Plate } from "../ui/plate.tsx";
import type { ShownDay } from "./group-messages.ts";
import { MessageItem } from "./message-item.tsx";
import { movesInWords } from "./place-moves.ts";
import { useRoomView } from "./room-view.ts";

export interface MessageListProps {
  days: readonly ShownDay[];
  /** Key of the reader's last message that the other has read. */
  readKey: string | null;
}

/** The conversation along the line: days as plates, the yellow plate before what is new. */
export function MessageList({ days, readKey }: MessageListProps) {
  const { reader, moves } = useRoomView();
  return days.map((day) => (
    <section key={day.plate}>
      <h2 className="day">
        <Plate>{day.plate}</Plate>
      </h2>
      <ol>
        {day.rows.map(({ message, continues, firstNew }) => (
          <Fragment key={message.key}>
            <Moves moves={moves.before.get(message.key)} as="li" />
            <Row newSince={firstNew ? timeIn(message.sentAt, reader.timeZone) : null}>
              <MessageItem message={message} continues={continues} isRead={message.key === readKey} />
            </Row>
          </Fragment>
        ))}
      </ol>
    </section>
  ));
}

/** Who came and who went, in one small line. */
export function Moves({ moves = [], as: Element }: { moves?: readonly RoomMove[]; as: "li" | "p" }) {
  const { reader } = useRoomView();
  if (moves.length === 0) return null;
  return (
    <Element className="moves soft small" dir="auto">
      {movesInWords(moves, ({ userId, name }) => (userId === reader.userId ? "You" : name))}
    </Element>
  );
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
