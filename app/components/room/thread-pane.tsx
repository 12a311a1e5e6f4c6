import { Link } from "@remix-run/react";
import { useEffect, useRef, useState } from "react";
import { Checkbox } from "../ui/choice.tsx";
import { Composer } from "./composer.tsx";
import { useFiles } from "./files/use-files.ts";
import { MessageItem } from "./message-item.tsx";
import { RoomViewContext, useRoomView } from "./room-view.ts";
import { useDraft } from "./use-draft.ts";

/** The replies under a message, beside the room or, on a phone, in its place. */
export function ThreadPane({ threadId }: { threadId: string }) {
  const view = useRoomView();
  const { room, ended } = view;
  const { openThread, closeThread, thread } = room;
  useEffect(() => {
    openThread(threadId);
    return closeThread;
  }, [openThread, closeThread, threadId]);
  const heading = useRef<HTMLHeadingElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each thread that is opened takes the focus once
  useEffect(() => {
    heading.current?.focus();
  }, [threadId]);
  const replies = Math.max(0, thread.length - 1);
  return (
    <RoomViewContext.Provider value={{ ...view, inThread: true }}>
      <section className="aside thread" aria-labelledby="thread">
        <div className="flex items-center justify-between gap-4">
          <h2 className="h2" id="thread" ref={heading} tabIndex={-1}>
            {replies === 0 ? "Thread" : replies === 1 ? "1 reply" : `${replies} replies`}
          </h2>
          <Link className="quiet inline-flex min-h-11 items-center" to="?" preventScrollReset>
            Close
          </Link>
        </div>
        <div
          className="along mt-4"
          role="log"
          aria-label="Replies"
          aria-busy={thread.length === 0 || undefined}
        >
          <ol>
            {thread.map((message) => (
              <MessageItem key={message.key} message={message} continues={false} isRead={false} withDay />
            ))}
          </ol>
        </div>
        {!ended && thread.length > 0 && <Reply threadId={threadId} />}
      </section>
    </RoomViewContext.Provider>
  );
}

function Reply({ threadId }: { threadId: string }) {
  const { roomId, room, reader, halt, offline, pace } = useRoomView();
  const [draft, keepDraft] = useDraft(reader.userId, `${roomId}:${threadId}`);
  const files = useFiles(roomId);
  const [inRoom, setInRoom] = useState(false);
  return (
    <>
      <Composer
        id="reply"
        label="Reply in this thread"
        act="Reply"
        text={draft}
        onText={keepDraft}
        files={files}
        onSend={(body, attachments) => room.send(body, { threadId, inRoom, attachments })}
        onTyping={room.setTyping}
        members={room.members}
        offline={offline}
        halt={halt}
        {...pace}
      />
      <Checkbox
        label="Show my reply in the room too"
        checked={inRoom}
        onChange={(event) => setInRoom(event.currentTarget.checked)}
      />
    </>
  );
}
