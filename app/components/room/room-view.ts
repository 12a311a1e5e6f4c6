import { createContext, useContext } from "react";
import type { useRoom } from "../../hooks/use-room.ts";

export type Room = ReturnType<typeof useRoom>;

/** What every part of a room's page needs to know, so that a list of messages hands on nothing but messages. */
export interface RoomView {
  roomId: string;
  room: Room;
  reader: { userId: string; timeZone: string; now: string };
  /** What somebody is called here; "You" for the reader. */
  nameOf: (userId: string) => string;
  /** Words may be written and changed here. */
  writable: boolean;
  /** True while the room can't be reached: what is on its way waits. */
  waiting: boolean;
}

export const RoomViewContext = createContext<RoomView | null>(null);

export function useRoomView(): RoomView {
  const view = useContext(RoomViewContext);
  if (!view) throw new Error("a part of a room stands outside a room");
  return view;
}
