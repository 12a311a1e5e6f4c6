import { dayPlate, daysAgo } from "../time/calendar.ts";

/** A message as the room shows it. */
export interface ShownMessage {
  /** Stays the same from typing to the room's answer. */
  key: string;
  authorId: string;
  body: string;
  sentAt: string;
  /** Null until the room has numbered it. */
  seq: number | null;
  state: "sent" | "sending" | "failed";
  edited: boolean;
  deleted: boolean;
  /** Why the room refused it, in words. */
  refusal: string | null;
}

export interface ShownRow {
  message: ShownMessage;
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

/**
 * The messages of a room as days with rows.
 * @param reader whose screen it is; their own messages are never new
 * @param seenSeq the reader's read mark when the page opened; null shows no mark
 */
export function groupMessages(
  messages: readonly ShownMessage[],
  reader: { userId: string; timeZone: string; now: string; seenSeq: number | null },
): ShownDay[] {
  const { timeZone, now } = reader;
  const firstNew = messages.findIndex((message) => isNew(message, reader));
  const days: ShownDay[] = [];
  let previous: ShownMessage | undefined;
  for (const [index, message] of messages.entries()) {
    const sameDay =
      previous !== undefined &&
      daysAgo(previous.sentAt, timeZone, now) === daysAgo(message.sentAt, timeZone, now);
    if (!sameDay) days.push({ plate: dayPlate(message.sentAt, timeZone, now), rows: [] });
    const continues = sameDay && index !== firstNew && continuesAfter(previous, message);
    days.at(-1)?.rows.push({ message, continues, firstNew: index === firstNew });
    previous = message;
  }
  return days;
}

function isNew(message: ShownMessage, reader: { userId: string; seenSeq: number | null }): boolean {
  if (reader.seenSeq === null || message.seq === null) return false;
  return message.authorId !== reader.userId && message.seq > reader.seenSeq;
}

/** A message that waits or failed begins its own stretch: the line is cut there. */
function continuesAfter(previous: ShownMessage | undefined, message: ShownMessage): boolean {
  if (!previous || previous.authorId !== message.authorId) return false;
  if (previous.state !== "sent" || message.state === "failed") return false;
  return Date.parse(message.sentAt) - Date.parse(previous.sentAt) < CONTINUES_WITHIN_MS;
}
