import { PROTOCOL_VERSION } from "#domain/rooms/protocol.ts";
import type { ChatRoomAudience } from "./chat-room-audience.ts";
import { type RoomSocket, sendFrame } from "./chat-room-socket.ts";
import { type ChatRoomStore, SNAPSHOT_MESSAGES } from "./chat-room-store.ts";

const MAX_REPLAY_EVENTS = 400;

/** What a visitor asks for by the address of the socket. */
export interface Entry {
  userId: string;
  sessionId: string;
  /** The last event that the client has, or null. */
  after: number | null;
  /** Of the protocol. */
  version: number;
}

/** Reads `?after=` and `?v=`. @returns null for a client that this room no longer serves */
export function readEntry(url: string): Pick<Entry, "after" | "version"> | null {
  const query = new URL(url).searchParams;
  const version = Number(query.get("v") ?? PROTOCOL_VERSION);
  if (!isServed(version)) return null;
  const after = query.get("after") ?? "";
  return { version, after: /^\d{1,15}$/.test(after) ? Number(after) : null };
}

/** Seats a socket and brings its client up to date: by what it missed, or by a fresh snapshot. */
export function greet(
  { store, audience }: { store: ChatRoomStore; audience: ChatRoomAudience },
  socket: RoomSocket,
  { userId, sessionId, after, version }: Entry,
): void {
  const missed = after === null ? null : store.events.after(after, MAX_REPLAY_EVENTS);
  const { lastSeq } = store;
  const acked = missed && after !== null ? after : lastSeq;
  socket.setState({ userId, sessionId, seenAtMs: Date.now(), acked, version, lagging: false });
  sendFrame(socket, {
    type: "welcome",
    version,
    userId,
    lastSeq,
    recovered: missed !== null,
    ...audience.toldOnline(userId),
    reads: store.readsFor(userId),
    ...store.terms.writability,
    slowSeconds: store.terms.slowSeconds,
    waitSeconds: store.waitOf(userId, new Date().toISOString()),
  });
  if (missed)
    for (const event of missed)
      sendFrame(socket, { type: "event", event: audience.readable(event, version) });
  else sendFrame(socket, { type: "reset", snapshot: store.snapshot(SNAPSHOT_MESSAGES, userId) });
}

/** This version of the protocol and the one before; a client that says none speaks this one. */
const isServed = (version: number): boolean =>
  version === PROTOCOL_VERSION || version === PROTOCOL_VERSION - 1;
