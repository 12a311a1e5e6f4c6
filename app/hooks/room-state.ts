import { applyRead, applyToThread } from "#domain/rooms/apply-event.ts";
import type { Frame, RoomEvent, Write } from "#domain/rooms/protocol.ts";
import type { Author, Message, RoomSnapshot } from "#domain/rooms/schema.ts";
import {
  type HistoryAction,
  type HistoryState,
  historyAfter,
  nearEnd,
  reduceHistory,
} from "./room-history.ts";
import type { AuthorsMet } from "./room-pages.ts";

/** The last two: the room has shown the person out, and no other try by itself can change that. */
export type RoomStatus = "connecting" | "open" | "reconnecting" | "offline" | "signed-out" | "not-member";

/** What a person has asked for and the room has not confirmed. Kept on the device, so that a reload loses nothing. */
export interface Outgoing {
  command: Write;
  at: string;
  state: "sending" | "failed";
  /** Why the room refused it, in words. */
  refusal: string | null;
  /** Number of the event that it became, where the event itself has not arrived yet. */
  seq: number | null;
}

export interface RoomState extends HistoryState {
  status: RoomStatus;
  /** When the connection was lost. */
  since: string | null;
  outgoing: readonly Outgoing[];
  /** Client id by message id, of what was sent meanwhile: a row keeps its key. */
  keys: Readonly<Record<string, string>>;
  /** Names of whoever wrote what has come of the archive or in threads, by user id. */
  authors: Readonly<Record<string, string>>;
  online: readonly string[];
  /** So many are here that nobody is told of each. */
  crowd: boolean;
  typing: readonly string[];
  /** The thread that stands open: its message and the replies; null until the room has answered. */
  thread: { messageId: string; messages: readonly Message[] | null } | null;
  /** Why the room refused the last change of a message, in words; gone with the next ask. */
  refused: string | null;
  /** The room says that it is read from now on. */
  closed: boolean;
  /** The two can't write to each other now; null until the room has said. */
  blocked: boolean | null;
  /** Slow mode: seconds between two messages of one member (0 is off); null until the room has said. */
  slowSeconds: number | null;
  /** When the person may send the next message, by this device's clock in milliseconds since 1970. */
  nextSendAtMs: number;
}

export type RoomAction =
  | { type: "frame"; frame: Frame }
  | { type: "status"; status: RoomStatus; at: string }
  | { type: "queued"; outgoing: readonly Outgoing[] }
  | { type: "retried"; clientId: string }
  | { type: "discarded"; clientId: string }
  | { type: "read"; userId: string; seq: number }
  | { type: "typing-ended"; userId: string }
  | { type: "thread-opened"; messageId: string }
  | { type: "thread-closed" }
  | { type: "wait"; untilMs: number }
  | AuthorsMet
  | HistoryAction;

export const emptyRoomState = (snapshot: RoomSnapshot | null): RoomState => ({
  status: "connecting",
  since: null,
  snapshot,
  past: null,
  fetching: null,
  outgoing: [],
  keys: {},
  authors: {},
  online: [],
  crowd: false,
  typing: [],
  meanwhile: [],
  thread: null,
  refused: null,
  closed: false,
  blocked: null,
  slowSeconds: null,
  nextSendAtMs: 0,
});

/** One step of the room's state in the browser. Pure: sockets, storage and clocks are in room-session.ts. */
export function reduceRoom(state: RoomState, action: RoomAction): RoomState {
  switch (action.type) {
    case "frame":
      return reduceFrame(state, action.frame);
    case "status": {
      const since = action.status === "open" ? null : (state.since ?? action.at);
      return { ...state, status: action.status, since, ...(action.status !== "open" && { typing: [] }) };
    }
    case "queued": {
      const known = new Set(state.outgoing.map(({ command }) => command.clientId));
      const fresh = action.outgoing.filter(({ command }) => !known.has(command.clientId));
      return { ...state, outgoing: [...state.outgoing, ...fresh], refused: null };
    }
    case "retried":
      return changeOutgoing(state, action.clientId, { state: "sending", refusal: null });
    case "discarded":
      return withoutOutgoing(state, ({ command }) => command.clientId === action.clientId);
    case "read":
      return withReads(state, action.userId, action.seq);
    case "typing-ended":
      return { ...state, typing: state.typing.filter((id) => id !== action.userId) };
    case "thread-opened":
      return { ...state, thread: { messageId: action.messageId, messages: null } };
    case "thread-closed":
      return { ...state, thread: null };
    case "authors-met":
      return withAuthors(state, action.authors);
    case "wait":
      return { ...state, nextSendAtMs: action.untilMs };
    default:
      return { ...state, ...reduceHistory(state, action) };
  }
}

function withAuthors(state: RoomState, met: readonly Author[]): RoomState {
  if (met.length === 0) return state;
  const names = Object.fromEntries(met.map(({ userId, name }) => [userId, name]));
  return { ...state, authors: { ...state.authors, ...names } };
}

function reduceFrame(state: RoomState, frame: Frame): RoomState {
  switch (frame.type) {
    case "welcome": {
      const snapshot = state.snapshot && { ...state.snapshot, reads: frame.reads };
      const { online, crowd, closed, blocked, slowSeconds } = frame;
      return { ...state, snapshot, online, crowd, closed, blocked, slowSeconds };
    }
    case "closed":
      return { ...state, closed: true, typing: [] };
    case "blocked":
      return { ...state, blocked: frame.on, typing: [] };
    case "slow":
      return { ...state, slowSeconds: frame.slowSeconds };
    case "reset":
      return settleOutgoing({ ...state, ...nearEnd(frame.snapshot) });
    case "thread": {
      const { messageId, messages, former } = frame;
      if (state.thread?.messageId !== messageId) return state;
      return { ...withAuthors(state, former), thread: { messageId, messages } };
    }
    case "event":
      return withEvent(state, frame.event);
    case "ack":
      return settleOutgoing(changeOutgoing(state, frame.clientId, { seq: frame.seq }));
    case "presence": {
      const others = state.online.filter((id) => id !== frame.userId);
      return { ...state, online: frame.online ? [...others, frame.userId] : others };
    }
    case "here":
      return { ...state, online: frame.online ?? [], crowd: frame.online === null, typing: [] };
    case "typing": {
      const others = state.typing.filter((id) => id !== frame.userId);
      return { ...state, typing: frame.on ? [...others, frame.userId] : others };
    }
    case "read":
      return withReads(state, frame.userId, frame.seq);
    case "error":
      // what comes too early is sent again when it is time
      return frame.clientId && frame.code !== "slow_mode"
        ? withRefusal(state, frame.clientId, frame.message)
        : state;
    case "resync":
    case "pong":
      return state;
  }
}

/** Whether events are missing before this one: the socket has to be opened anew with `after`. */
export const leavesGap = (state: RoomState, event: RoomEvent): boolean =>
  state.snapshot === null || event.seq > state.snapshot.lastSeq + 1;

function withEvent(state: RoomState, event: RoomEvent): RoomState {
  if (!state.snapshot || leavesGap(state, event)) return state;
  if (event.seq <= state.snapshot.lastSeq) return state;
  const next = {
    ...state,
    ...historyAfter(state, event),
    thread: state.thread && {
      ...state.thread,
      messages: state.thread.messages && applyToThread(state.thread.messages, event),
    },
  };
  if (event.type !== "sent") return settleOutgoing(next);
  const own = next.outgoing.some(({ command }) => command.clientId === event.clientId);
  const sent = own ? { ...next, keys: { ...next.keys, [event.message.id]: event.clientId } } : next;
  return {
    ...settleOutgoing(withoutOutgoing(sent, ({ command }) => command.clientId === event.clientId)),
    typing: state.typing.filter((id) => id !== event.message.authorId),
  };
}

/** What the room has numbered, and the state has caught up with, is no longer on its way. */
const settleOutgoing = (state: RoomState): RoomState =>
  withoutOutgoing(state, ({ seq }) => seq !== null && seq <= (state.snapshot?.lastSeq ?? 0));

const withoutOutgoing = (state: RoomState, gone: (one: Outgoing) => boolean): RoomState =>
  state.outgoing.some(gone) ? { ...state, outgoing: state.outgoing.filter((one) => !gone(one)) } : state;

const changeOutgoing = (state: RoomState, clientId: string, fields: Partial<Outgoing>): RoomState => ({
  ...state,
  outgoing: state.outgoing.map((one) => (one.command.clientId === clientId ? { ...one, ...fields } : one)),
});

/** A refused message stays, to be tried again or discarded; a refused change leaves things as they were, and says why. */
function withRefusal(state: RoomState, clientId: string, refusal: string): RoomState {
  const asked = state.outgoing.find(({ command }) => command.clientId === clientId);
  if (!asked || asked.command.type === "send")
    return changeOutgoing(state, clientId, { state: "failed", refusal });
  return { ...withoutOutgoing(state, (one) => one === asked), refused: refusal };
}

function withReads(state: RoomState, userId: string, seq: number): RoomState {
  if (!state.snapshot) return state;
  return { ...state, snapshot: { ...state.snapshot, reads: applyRead(state.snapshot.reads, userId, seq) } };
}
