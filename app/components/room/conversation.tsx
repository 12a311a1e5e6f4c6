import { type ReactNode, useEffect, useRef, useState } from "react";
import { excerptOf } from "#domain/rooms/schema.ts";
import type { RoomMessage } from "../../hooks/shown-messages.ts";
import type { useRoom } from "../../hooks/use-room.ts";
import { Button } from "../ui/button.tsx";
import { Composer } from "./composer.tsx";
import { EarlierMessages } from "./earlier-messages.tsx";
import { groupMessages } from "./group-messages.ts";
import { MessageList } from "./message-list.tsx";
import { PinnedMessages } from "./pinned-messages.tsx";
import { type RoomView, RoomViewContext, useRoomView } from "./room-view.ts";
import { ThreadPane } from "./thread-pane.tsx";
import { useDraft } from "./use-draft.ts";
import { useEnd } from "./use-end.ts";
import { useJump } from "./use-jump.ts";
import { useNewMark } from "./use-new-mark.ts";

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
  threadId,
  aside,
}: ConversationProps) {
  const { messages, reads } = room;
  const [answering, setAnswering] = useState<RoomMessage | null>(null);
  const newest = messages.at(-1);
  const lastSeq = messages.findLast(({ seq }) => seq !== null)?.seq ?? 0;
  const mark = useNewMark(seenSeq, lastSeq);
  const end = useRef<HTMLDivElement>(null);
  const mine = newest?.authorId === reader.userId;
  const writing = room.typing.includes(other.userId);
  const { atEnd, toEnd } = useEnd(end, {
    first: messages[0]?.key,
    newest: newest?.key,
    mine,
    shape: `${newest?.state} ${writing}`,
  });
  useMarkRead(room.markRead, atEnd && room.status === "open", lastSeq);
  const waiting = room.status === "reconnecting" || room.status === "offline";
  const nameOf = (userId: string) => (userId === reader.userId ? "You" : other.firstName);
  const readUpTo = reads[other.userId] ?? 0;
  const readKey = messages.findLast(
    ({ authorId, seq }) => authorId === reader.userId && seq !== null && seq <= readUpTo,
  );
  const jump = useJump(room);
  const view: RoomView = {
    ...{ roomId, room, reader, nameOf, ended, halt, waiting, mark },
    writable: !ended && !halt,
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
          aria-busy={room.loadingOlder || undefined}
        >
          {room.hasOlder && <EarlierMessages loading={room.loadingOlder} onLoad={() => room.loadOlder()} />}
          <MessageList
            days={groupMessages(messages, { ...reader, mark, waiting })}
            readKey={readKey?.key ?? null}
          />
          {messages.length === 0 && <FirstWord name={other.firstName} />}
          {room.refused && (
            <p className="halt refused" role="alert">
              {room.refused}
            </p>
          )}
          {writing && <Typing name={other.firstName} />}
          <div ref={end} id="newest" />
        </div>
        {!atEnd && newest && !mine && newest.seq !== null && newest.seq > mark.upTo && (
          <div className="below">
            <Button look="second" type="button" onClick={toEnd}>
              New below
            </Button>
          </div>
        )}
        {ended ? (
          <p className="closed soft">This mentorship has ended. The conversation stays here to be read.</p>
        ) : (
          <Writing name={other.firstName} answering={answering} onAnswered={() => setAnswering(null)} />
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

interface WritingProps {
  name: string;
  answering: RoomMessage | null;
  onAnswered: () => void;
}

function Writing({ name, answering, onAnswered }: WritingProps) {
  const { roomId, room, reader, nameOf, halt } = useRoomView();
  const [draft, keepDraft] = useDraft(reader.userId, roomId);
  useEffect(() => {
    if (answering) document.getElementById("message")?.focus();
  }, [answering]);
  return (
    <Composer
      id="message"
      label={`Write to ${name}`}
      act="Send"
      text={draft}
      onText={keepDraft}
      onSend={(body) => {
        room.send(body, answering?.id ? { quoteId: answering.id } : {});
        onAnswered();
      }}
      onTyping={room.setTyping}
      members={room.members}
      offline={room.status === "offline"}
      halt={halt}
    >
      {answering && (
        <div className="answering">
          <p className="quote">
            <span dir="auto">
              <b>{nameOf(answering.authorId)}</b>
              {excerptOf(answering.body)}
            </span>
          </p>
          <Button look="quiet" type="button" onClick={onAnswered}>
            Leave it<span className="sr-only">: write without answering</span>
          </Button>
        </div>
      )}
    </Composer>
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
