import { type ReactNode, useEffect, useRef, useState } from "react";
import type { RoomMessage } from "../../hooks/shown-messages.ts";
import type { useRoom } from "../../hooks/use-room.ts";
import { Button } from "../ui/button.tsx";
import { groupMessages } from "./group-messages.ts";
import { KeepPlace } from "./keep-place.tsx";
import { MessageList } from "./message-list.tsx";
import { MoreMessages } from "./more-messages.tsx";
import { PinnedMessages } from "./pinned-messages.tsx";
import { type RoomView, RoomViewContext } from "./room-view.ts";
import { usePace } from "./slow-mode.tsx";
import { ThreadPane } from "./thread-pane.tsx";
import { useAnnounced } from "./use-announced.ts";
import { useEnd } from "./use-end.ts";
import { useJump } from "./use-jump.ts";
import { useNewMark } from "./use-new-mark.ts";
import { Writing } from "./writing.tsx";

export interface ConversationProps {
  roomId: string;
  room: ReturnType<typeof useRoom>;
  reader: { userId: string; timeZone: string; now: string };
  other: { userId: string; firstName: string };
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
  const writing = room.typing.includes(other.userId);
  const { atEnd, toEnd } = useEnd(end, {
    newest: newest?.key,
    mine,
    hasNewer,
    toNewest: room.toNewest,
    shape: `${newest?.state} ${writing}`,
  });
  const newBelow = !atEnd && !mine && (newest?.seq ?? 0) > mark.upTo;
  useMarkRead(room.markRead, atEnd && room.status === "open", lastSeq);
  const waiting = room.status !== "open" && room.status !== "connecting";
  const nameOf = (userId: string) => (userId === reader.userId ? "You" : other.firstName);
  const readUpTo = reads[other.userId] ?? 0;
  const readKey = atTheEnd.findLast(
    ({ authorId, seq }) => authorId === reader.userId && seq !== null && seq <= readUpTo,
  );
  const jump = useJump(room);
  const announced = useAnnounced({ ...shown, hasNewer });
  const view: RoomView = {
    ...{ roomId, room, reader, nameOf, ended, halt, mayRemove, waiting, mark },
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
          {messages.length === 0 && <FirstWord name={other.firstName} />}
          {room.refused && (
            <p className="halt refused" role="alert">
              {room.refused}
            </p>
          )}
          {writing && <Typing name={other.firstName} />}
          <div ref={end} id="newest" />
        </div>
        <Below newer={hasNewer} unread={newBelow} onPress={toEnd} />
        {ended ? (
          <p className="closed soft">This mentorship has ended. The conversation stays here to be read.</p>
        ) : (
          <Writing
            name={other.firstName}
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

/** Seen is what stands at the end of a visible page. */
function useMarkRead(markRead: () => void, inSight: boolean, lastSeq: number) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new last message is read anew
  useEffect(() => {
    const mark = () => {
      if (inSight && document.visibilityState === "visible") markRead();
    };
    mark();
    document.addEventListener("visibilitychange", mark);
    return () => document.removeEventListener("visibilitychange", mark);
  }, [markRead, inSight, lastSeq]);
}

function Typing({ name }: { name: string }) {
  return (
    <p className="typing">
      <i aria-hidden="true" />
      <i aria-hidden="true" />
      <i aria-hidden="true" />
      {name} is writing
    </p>
  );
}

function FirstWord({ name }: { name: string }) {
  return (
    <div className="msg stop">
      <p>
        <b>Nobody has written yet</b>
      </p>
      <p className="text soft">
        Say hello, and what you would like to talk about first. {name} hears of it at once.
      </p>
    </div>
  );
}

/** The way back to the end, where it is far or something new stands there. */
function Below({ newer, unread, onPress }: { newer: boolean; unread: boolean; onPress: () => void }) {
  if (!newer && !unread) return null;
  return (
    <div className="below">
      <Button look="second" type="button" onClick={onPress}>
        {unread ? "New below" : "To the newest"}
      </Button>
    </div>
  );
}
