import { createContext, useContext } from "react";
import type { RoomSummary } from "#domain/notifications/schema.ts";
import type { InboxView } from "./inbox-session.ts";

/** The person's inbox, kept right by the stream; the root provides it. */
export const InboxContext = createContext<InboxView | null>(null);

/** The person's conversations as they stand now; `fromLoader` until the stream has said more. */
export function useLiveRooms(fromLoader: RoomSummary[]): RoomSummary[] {
  const live = useContext(InboxContext);
  return live ? live.state.rooms : fromLoader;
}
