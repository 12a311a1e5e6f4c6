import { useEffect, useMemo, useSyncExternalStore } from "react";
import type { Message, RoomSnapshot } from "#domain/rooms/schema.ts";
import { RoomSession } from "./room-session.ts";
import { newestMessages, shownMessages, shownPins, shownThread } from "./shown-messages.ts";

export interface UseRoomOptions {
  userId: string;
  initialSnapshot?: RoomSnapshot | null;
  /** The thread that the page opens with: its message and the replies. */
  initialThread?: readonly Message[];
}

/**
 * A room, live: what it holds and what is on its way, in order. With `initialSnapshot` of the page's loader the
 * first paint shows the conversation, and the socket goes on from there.
 */
export function useRoom(
  roomId: string,
  { userId, initialSnapshot = null, initialThread = [] }: UseRoomOptions,
) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: a later snapshot of the same room is older than the session
  const session = useMemo(
    () => new RoomSession(roomId, userId, initialSnapshot, initialThread),
    [roomId, userId],
  );
  useEffect(() => {
    session.start();
    return () => session.stop();
  }, [session]);
  const state = useSyncExternalStore(session.subscribe, session.state, session.state);
  const newest = useMemo(() => newestMessages(state, userId), [state, userId]);
  const messages = useMemo(
    () => (state.past ? shownMessages(state, userId) : newest),
    [state, userId, newest],
  );
  const thread = useMemo(() => shownThread(state, userId), [state, userId]);
  const pins = useMemo(() => shownPins(state, userId), [state, userId]);
  const { status, since, snapshot, online, typing, past, fetching, refused, closed, blocked, slowSeconds } =
    state;
  return {
    status,
    /** When the connection was lost, or null. */
    since,
    /** False until the room has answered or the loader has given a snapshot. */
    loaded: snapshot !== null,
    /** What the reader sees: the past where they went there, else the newest. */
    messages,
    /** The end of the room, with what is on its way. */
    newest,
    /** The open thread: its message and the replies; empty until it has come. */
    thread,
    /** Id of the message whose thread stands open, or null. */
    threadId: state.thread?.messageId ?? null,
    pins,
    members: snapshot?.members ?? [],
    /** Authors who have left. */
    former: snapshot?.former ?? [],
    /** Names of whoever wrote what has come of the archive or in threads, by user id. */
    authors: state.authors,
    /** The newest comings and goings, oldest first. */
    moves: snapshot?.moves ?? [],
    /** So many are here that nobody is told of each. */
    crowd: state.crowd,
    online,
    typing,
    reads: snapshot?.reads ?? {},
    hasOlder: past?.more ?? snapshot?.more ?? false,
    /** The reader is far from the end: `newest` is out of sight. */
    hasNewer: past !== null,
    fetching,
    /** Why the last change was refused, or null. */
    refused,
    /** The mentorship is over: what is here can be read. */
    closed,
    /** The two can't write to each other now; null until the room has said. */
    blocked,
    /** Slow mode: seconds between two messages of one member (0 is off); null until the room has said. */
    slowSeconds,
    /** When the reader may send the next message, in milliseconds since 1970. */
    nextSendAtMs: state.nextSendAtMs,
    send: session.send,
    edit: session.edit,
    remove: session.remove,
    react: session.react,
    pin: session.pin,
    openThread: session.openThread,
    closeThread: session.closeThread,
    retry: session.retry,
    discard: session.discard,
    setTyping: session.setTyping,
    markRead: session.markRead,
    loadOlder: session.history.loadOlder,
    loadNewer: session.history.loadNewer,
    goTo: session.history.goTo,
    toNewest: session.history.toNewest,
    reconnect: session.reconnect,
  };
}
