import { Link } from "@remix-run/react";
import clsx from "clsx";
import { useEffect, useState } from "react";
import type { RoomSummary } from "#domain/notifications/schema.ts";
import { Monogram } from "../people/monogram.tsx";
import { readDraft } from "../room/use-draft.ts";
import { shortMoment } from "../time/calendar.ts";
import { ClockText } from "../time/clock-text.tsx";
import { NewMark } from "../ui/plate.tsx";

export interface ConversationListProps {
  rooms: readonly RoomSummary[];
  reader: { userId: string; timeZone: string; now: string };
  /** Which of them the reader has muted or archived, by room id. */
  wishes: Readonly<Record<string, { muted: boolean; archived: boolean }>>;
}

/** Whom one talks with, the latest words first; unread ones by weight and yellow. */
export function ConversationList({ rooms, reader, wishes }: ConversationListProps) {
  return (
    <ul className="rows close">
      {byLatest(rooms).map((room) => (
        <li key={room.roomId}>
          <Link
            className={clsx("conv", room.unread > 0 && "is-new")}
            to={`/conversations/${room.roomId}#newest`}
          >
            <Monogram name={room.withName} />
            <span>
              <b dir="auto">{room.withName}</b>
              <LastWords room={room} userId={reader.userId} />
            </span>
            <span className="at">
              {room.at && (
                <ClockText at={room.at}>{shortMoment(room.at, reader.timeZone, reader.now)}</ClockText>
              )}
              {wishes[room.roomId]?.muted && <span className="small">Muted</span>}
              {room.unread > 0 && <NewMark>{room.unread > 99 ? "99+" : room.unread} new</NewMark>}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

function LastWords({ room, userId }: { room: RoomSummary; userId: string }) {
  const draft = useKeptDraft(userId, room.roomId);
  if (draft) return <span className="last" dir="auto">{`Draft: ${draft}`}</span>;
  if (room.preview === null) return <span className="last">Nobody has written yet</span>;
  return (
    <span className="last" dir="auto">{`${room.lastAuthorId === userId ? "You: " : ""}${room.preview}`}</span>
  );
}

/** Words begun on this device; known to the browser alone, so after the first paint. */
function useKeptDraft(userId: string, roomId: string): string | null {
  const [draft, setDraft] = useState<string | null>(null);
  useEffect(() => setDraft(readDraft(userId, roomId)), [userId, roomId]);
  return draft;
}

/** The latest first; a room in which nobody has written stands on top, since it waits for the first word. */
export function byLatest(rooms: readonly RoomSummary[]): RoomSummary[] {
  return [...rooms].sort((a, b) => {
    if (a.at === b.at) return a.withName < b.withName ? -1 : 1;
    if (a.at === null) return -1;
    if (b.at === null) return 1;
    return a.at < b.at ? 1 : -1;
  });
}

/** Rooms whose person or last words hold the text, in any case. */
export function findRooms(rooms: readonly RoomSummary[], text: string): RoomSummary[] {
  const wanted = text.trim().toLocaleLowerCase();
  return rooms.filter(({ withName, preview }) =>
    `${withName}\n${preview ?? ""}`.toLocaleLowerCase().includes(wanted),
  );
}
