import { applyEvent, changeMessages } from "#domain/rooms/apply-event.ts";
import type { RoomEvent } from "#domain/rooms/protocol.ts";
import type { Message, RoomSnapshot } from "#domain/rooms/schema.ts";

/** Messages of a page of history. */
export const HISTORY_PAGE = 50;

/** A page shows at most so many messages, however long the room is: what is further away is fetched again. */
export const MAX_SHOWN = 200;

/** Where in a room's history its reader is. */
export interface HistoryState {
  /** The end of the room. Null until the room has answered once. */
  snapshot: RoomSnapshot | null;
  /**
   * What the reader sees instead of the end, when they are far from it: messages without a gap, and whether there are
   * older ones. Newer ones there are, between these and those of the snapshot.
   */
  past: { messages: readonly Message[]; more: boolean } | null;
  /** What was asked for and has not come. */
  fetching: "older" | "newer" | "far" | null;
  /** What came while it was asked for, which the answer may not know yet. */
  meanwhile: readonly RoomEvent[];
}

interface Answer {
  messages: Message[];
  more: boolean;
}

export type HistoryAction =
  | { type: "history-asked"; what: "older" | "newer" | "far" }
  | { type: "history-failed" }
  /** What stands before event `before`. */
  | ({ type: "older"; before: number } & Answer)
  /** What stands after event `after`. */
  | ({ type: "newer"; after: number } & Answer)
  /** What stands around a message: `more` older ones, or `newer` ones. */
  | ({ type: "far"; newer: boolean } & Answer)
  | { type: "newest-wanted" }
  /** The reader is at the end, and needs little of what came before it. */
  | { type: "end-seen" };

/** The messages that the reader sees of what the room holds. */
export const heldMessages = ({ past, snapshot }: HistoryState): readonly Message[] =>
  past?.messages ?? snapshot?.messages ?? [];

/** The reader is at the end of the room, of which this is a fresh picture. */
export const nearEnd = (snapshot: RoomSnapshot): HistoryState => ({
  snapshot,
  past: null,
  fetching: null,
  meanwhile: [],
});

/** One step through a room's history. */
export function reduceHistory(state: HistoryState, action: HistoryAction): HistoryState {
  const { snapshot } = state;
  switch (action.type) {
    case "history-asked":
      return { ...state, fetching: action.what, meanwhile: [] };
    case "history-failed":
      return { ...state, fetching: null };
    case "newest-wanted":
      return { ...state, past: null };
    case "end-seen":
      return state.past ? state : newestOnly(state, MAX_SHOWN);
  }
  // a fresh picture of the room came in between, and nobody noted what the answer may not know
  if (state.fetching !== action.type) return state;
  const settled: HistoryState = { ...state, fetching: null, meanwhile: [] };
  if (!snapshot) return settled;
  const { more } = action;
  const toEnd = action.type === "newer" ? !more : action.type === "far" && !action.newer;
  const messages = upToDate(action.messages, state.meanwhile, toEnd);
  const held = heldMessages(state);
  switch (action.type) {
    case "older":
      if (held[0]?.seq !== action.before) return settled;
      return withOlder(settled, { messages: [...messages, ...held], more });
    case "newer":
      if (!state.past || held.at(-1)?.seq !== action.after) return settled;
      return withPast(settled, { messages: [...held, ...messages], more: state.past.more }, more);
    case "far":
      return withPast(farFromEnd(settled), { messages, more }, action.newer);
  }
}

/** An answer after what came while it was asked for; what reached the end goes on to the end that is now. */
const upToDate = (answer: Message[], meanwhile: readonly RoomEvent[], toEnd: boolean): Message[] =>
  meanwhile.reduce((messages, event) => {
    const changed = changeMessages(messages, event);
    if (!toEnd || event.type !== "sent" || !event.message.inRoom) return changed;
    return event.seq > (changed.at(-1)?.seq ?? 0) ? [...changed, event.message] : changed;
  }, answer);

/** Lets go of the newest where it gets too much: the end of the room is kept apart from it. */
function withOlder(state: HistoryState, { messages, more }: Answer): HistoryState {
  const { snapshot, past } = state;
  if (messages.length > MAX_SHOWN)
    return farFromEnd({ ...state, past: { messages: messages.slice(0, MAX_SHOWN), more } });
  if (past) return { ...state, past: { messages, more } };
  return { ...state, snapshot: snapshot && { ...snapshot, messages, more } };
}

/** Lets go of the oldest where it gets too much, and joins the end of the room where it reaches it. */
function withPast(state: HistoryState, past: Answer, newer: boolean): HistoryState {
  const { snapshot } = state;
  if (!snapshot) return state;
  const first = snapshot.messages[0]?.seq ?? Number.POSITIVE_INFINITY;
  const reached = !newer || (past.messages.at(-1)?.seq ?? 0) >= first;
  const all = reached
    ? [...past.messages.filter(({ seq }) => seq < first), ...snapshot.messages]
    : past.messages;
  const messages = all.slice(-MAX_SHOWN);
  const more = past.more || all.length > MAX_SHOWN;
  if (reached) return { ...state, past: null, snapshot: { ...snapshot, messages, more } };
  return farFromEnd({ ...state, past: { messages, more } });
}

/** Of the end of the room, which is out of sight, a page is enough to come back to. */
const farFromEnd = (state: HistoryState): HistoryState => newestOnly(state, HISTORY_PAGE);

function newestOnly(state: HistoryState, count: number): HistoryState {
  const { snapshot } = state;
  if (!snapshot || snapshot.messages.length <= count) return state;
  return { ...state, snapshot: { ...snapshot, messages: snapshot.messages.slice(-count), more: true } };
}

/** The end of the room after its next event, and what the reader sees instead of it. */
export function historyAfter(state: HistoryState, event: RoomEvent): HistoryState {
  const { snapshot, past, fetching } = state;
  const next = {
    ...state,
    snapshot: snapshot && applyEvent(snapshot, event),
    meanwhile: fetching ? [...state.meanwhile, event] : [],
  };
  if (!past) return next;
  return farFromEnd({ ...next, past: { ...past, messages: changeMessages(past.messages, event) } });
}
