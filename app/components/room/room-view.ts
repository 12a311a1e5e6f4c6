import { createContext, type ReactNode, useContext } from "react";
import type { RoomMessage } from "../../hooks/shown-messages.ts";
import type { useRoom } from "../../hooks/use-room.ts";
import type { PlacedMoves } from "./place-moves.ts";
import type { NewMark } from "./use-new-mark.ts";

export type Room = ReturnType<typeof useRoom>;

/** What every part of a room's page needs to know, so that a list of messages hands on nothing but messages. */
export interface RoomView {
  roomId: string;
  room: Room;
  reader: { userId: string; timeZone: string; now: string };
  /** What somebody is called here; "You" for the reader. */
  nameOf: (userId: string) => string;
  /** The mentorship is over: the room is read. */
  ended: boolean;
  /** Why nobody can write here now, where nobody can. */
  halt: ReactNode;
  /** No line to the room by itself: what is written is kept, and goes out later. */
  offline: boolean;
  /** Slow mode: seconds until the reader may send the next message, and what it asks of everybody. */
  pace: { wait: number; slow: string | null };
  /** Words may be written and changed here. */
  writable: boolean;
  /** The reader moderates: may take out the messages of others. */
  mayRemove: boolean;
  /** True while the room can't be reached: what is on its way waits. */
  waiting: boolean;
  /** Comings and goings among the messages. */
  moves: PlacedMoves;
  /** Whose messages stand folded: in a room of many, whom the reader has blocked. */
  folded: ReadonlySet<string>;
  /** What came while the reader was away. */
  mark: NewMark;
  /** Within the pane of a thread, where a message leads to no thread of its own. */
  inThread: boolean;
  /** Begins an answer to a message. */
  onAnswer: (message: RoomMessage) => void;
  /** Goes to the message that an event made, fetching what lies between. */
  onJump: (seq: number) => void;
}

export const RoomViewContext = createContext<RoomView | null>(null);

export function useRoomView(): RoomView {
  const view = useContext(RoomViewContext);
  if (!view) throw new Error("a part of a room stands outside a room");
  return view;
}
