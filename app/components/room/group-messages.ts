import type { RoomMessage } from "../../hooks/shown-messages.ts";
import { dayPlate, daysAgo } from "../time/calendar.ts";
import type { NewMark } from "./use-new-mark.ts";

export interface ShownRow {
  message: RoomMessage;
  /** By the same person shortly after: name and stop are not repeated. */
  continues: boolean;
  /** The first one that the reader has not seen: the yellow plate stands before it. */
  firstNew: boolean;
}

export interface ShownDay {
  /** "Today, Tuesday 24 November" */
  plate: string;
  rows: ShownRow[];
}

const CONTINUES_WITHIN_MS = 5 * 60_000;

/** The messages of a room as days with rows, as one person reads them; their own messages are never new. */
export function groupMessages(
  messages: readonly RoomMessage[],
  reader: { userId: string; timeZone: string; now: string; mark: NewMark; waiting: boolean },
): ShownDay[] {
  const { timeZone, now } = reader;
  const firstNew = messages.findIndex((message) => isNew(message, reader));
  const days: ShownDay[] = [];
  let previous: RoomMessage | undefined;
  for (const [index, message] of messages.entries()) {
    const sameDay =
      previous !== undefined &&
      daysAgo(previous.sentAt, timeZone, now) === daysAgo(message.sentAt, timeZone, now);
    if (!sameDay) days.push({ plate: dayPlate(message.sentAt, timeZone, now), rows: [] });
    const continues = sameDay && index !== firstNew && continuesAfter(previous, message, reader.waiting);
    days.at(-1)?.rows.push({ message, continues, firstNew: index === firstNew });
    previous = message;
  }
  return days;
}

function isNew({ seq, authorId }: RoomMessage, reader: { userId: string; mark: NewMark }): boolean {
  if (seq === null || authorId === reader.userId) return false;
  return seq > reader.mark.after && seq <= reader.mark.upTo;
}

/** A message that waits or failed begins its own stretch: the line is cut there. */
function continuesAfter(previous: RoomMessage | undefined, message: RoomMessage, waiting: boolean): boolean {
  if (!previous || previous.authorId !== message.authorId) return false;
  if (previous.state === "failed" || message.state === "failed") return false;
  if (waiting && message.state === "sending") return false;
  return Date.parse(message.sentAt) - Date.parse(previous.sentAt) < CONTINUES_WITHIN_MS;
}
