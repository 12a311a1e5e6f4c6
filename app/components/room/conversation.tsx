import { type ReactNode, useRef, useState } from "react";
import type { RoomMessage } from "../../hooks/shown-messages.ts";
import type { useRoom } from "../../hooks/use-room.ts";
import { groupMessages } from "./group-messages.ts";
import { KeepPlace } from "./keep-place.tsx";
import { Below, Ended, FirstWord, Refused, Typing } from "./log-notes.tsx";
import { MessageList, Moves } from "./message-list.tsx";
import { MoreMessages } from "./more-messages.tsx";
import { PinnedMessages } from "./pinned-messages.tsx";
import { placeMoves } from "./place-moves.ts";
import { type RoomView, RoomViewContext } from "./room-view.ts";
import { usePace } from "./slow-mode.tsx";
import { ThreadPane } from "./thread-pane.tsx";
import { useAnnounced } from "./use-announced.ts";
import { useEnd } from "./use-end.ts";
import { useJump } from "./use-jump.ts";
import { useMarkRead } from "./use-mark-read.ts";
import { useNames } from "./use-names.ts";
import { useNewMark } from "./use-new-mark.ts";
import { Writing } from "./writing.tsx";

export interface ConversationProps {
  roomId: string;
  room: ReturnType<typeof useRoom>;
  reader: { userId: string; timeZone: string; now: string };
  /** The other of a direct room. */
  other: { userId: string; firstName: string } | null;
  /** Who hears what is written: "Bruno", "Data and AI". */
  name: string;
  /** In a room of many, whom of its people the reader has blocked. */
  blockedIds: readonly string[];
  /** The reader's read mark when the page was made. */
  seenSeq: number;
  /** A mentorship that has ended is read, not written. */
  ended: boolean;
  /** Why nobody can write here now, where nobody can. */
  halt: ReactNode;
  /** Slow mode as the page was made: seconds, 0 is off. */
  slowSeconds: number;
  /** The reader may take out the messages of others. */
  mayRemove: boolean;
  /** The message whose thread stands open beside the room, or null. */
  threadId: string | null;
  /** What stands beside the room while no thread is open. */
  aside: ReactNode;
}

/** The messages along the line, who is writing, and the composer. */
export function Conversation({
  roomId,
  room,
  reader,
  other,
  name,
  blockedIds,
  seenSeq,
  ended,
  halt,
  slowSeconds,
  mayRemove,
  threadId,
  aside,
}: ConversationProps) {
  const { messages, newest: atTheEnd, reads, hasNewer } = room;
  const [answering, setAnswering] = useState<RoomMessage | null>(null);
  const newest = atTheEnd.at(-1);
  const shown = { first: messages[0]?.key, last: messages.at(-1)?.key };
  const lastSeq = atTheEnd.findLast(({ seq }) => seq !== null)?.seq ?? 0;
  const mark = useNewMark(seenSeq, lastSeq);
  const end = useRef<HTMLDivElement>(null);
  const mine = newest?.authorId === reader.userId;
  const names = useNames(room, reader.userId, other);
  const writing = room.typing.filter((id) => id !== reader.userId).map(names);
  const { atEnd, toEnd } = useEnd(end, {
    newest: newest?.key,
    mine,
    hasNewer,
    toNewest: room.toNewest,
    shape: `${newest?.state} ${writing} ${room.moves.at(-1)?.seq}`,
  });
  const newBelow = !atEnd && !mine && (newest?.seq ?? 0) > mark.upTo;
  useMarkRead(room.markRead, atEnd && room.status === "open", lastSeq);
  const waiting = room.status !== "open" && room.status !== "connecting";
  // where many are, how far each has read is nobody else's business
  const readUpTo = (other && reads[other.userId]) ?? 0;
  const moves = placeMoves(messages, other ? [] : room.moves, room);
  const readKey = atTheEnd.findLast(
    ({ authorId, seq }) => authorId === reader.userId && seq !== null && seq <= readUpTo,
  );
  const jump = useJump(room);
  const announced = useAnnounced({ ...shown, hasNewer });
  const view: RoomView = {
    ...{ roomId, room, reader, nameOf: names, ended, halt, mayRemove, waiting, mark, moves },
    folded: new Set(blockedIds),
    pace: usePace(room, slowSeconds),
    writable: !ended && !halt,
    offline: room.status === "offline" || room.status === "signed-out",
    inThread: false,
    onAnswer: setAnswering,
    onJump: jump,
  };
  return (
    <RoomViewContext.Provider value={view}>
      <div className="main">
        <div
          className="along log"
          role="log"
          aria-label="Messages"
          aria-live={announced ? "polite" : "off"}
          aria-busy={room.fetching !== null || undefined}
        >
          {room.hasOlder && (
            <MoreMessages
              beside={shown.first}
              loading={room.fetching === "older"}
              onLoad={() => void room.loadOlder()}
            >
              Earlier messages
            </MoreMessages>
          )}
          <KeepPlace {...shown} row=".msg">
            <MessageList
              days={groupMessages(messages, { ...reader, mark, waiting })}
              readKey={readKey?.key ?? null}
            />
          </KeepPlace>
          {hasNewer && (
            <MoreMessages
              beside={shown.last}
              loading={room.fetching === "newer"}
              onLoad={() => void room.loadNewer()}
            >
              Later messages
            </MoreMessages>
          )}
          <Moves moves={moves.after} as="p" />
          <FirstWord wanted={messages.length === 0} other={other} />
          <Refused words={room.refused} />
          <Typing names={writing} />
          <div ref={end} id="newest" />
        </div>
        <Below newer={hasNewer} unread={newBelow} onPress={toEnd} />
        {ended ? (
          <Ended />
        ) : (
          <Writing
            name={name}
            answering={answering}
            onAnswered={() => setAnswering(null)}
            onSent={hasNewer ? toEnd : undefined}
          />
        )}
      </div>
      {threadId === null ? (
        <aside className="aside next">
          <PinnedMessages />
          {aside}
        </aside>
      ) : (
        <ThreadPane threadId={threadId} />
      )}
    </RoomViewContext.Provider>
  );
}
