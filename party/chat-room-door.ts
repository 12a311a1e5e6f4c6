import { connectPostgres } from "#db/connect-postgres.ts";
import { loadRoomMember } from "#domain/rooms/load-room-member.ts";
import { loadRoomStanding, type RoomStanding } from "#domain/rooms/load-room-standing.ts";
import { closeCodes } from "#domain/rooms/protocol.ts";
import type { RoomSocket } from "./chat-room-socket.ts";
import { logWarning } from "./log.ts";

/** The longest that somebody whose session ended, or who is no member any more, sits in a room that nobody told. */
export const LOOK_AGAIN_MS = 10 * 60_000;
const RETRY_MS = 60_000;
/** Tabs and devices of one person in one room; past it the one that was looked at longest ago makes way. */
export const MAX_SOCKETS = 20;

/**
 * Who may stay. The Worker lets people in; after that a socket lives as long as a tab. Whoever ends a session or a
 * membership has the room look at once; since an expiry is nobody's act, the alarm looks again as well. When each was
 * looked at stands in the socket's attachment: nothing in memory.
 */
export class ChatRoomDoor {
  constructor(
    readonly env: Env,
    readonly sockets: () => Iterable<RoomSocket>,
  ) {}

  /** How one member stands now; the sockets of who is none any more end at once. */
  async lookAt(roomId: string, userId: string): ReturnType<typeof loadRoomMember> {
    const { db } = connectPostgres({ url: this.env.DATABASE_URL });
    const standing = await loadRoomMember({ db }, { roomId, userId });
    if (standing) return standing;
    for (const socket of this.sockets()) {
      if (socket.state?.userId === userId) socket.close(closeCodes.notMember, "No longer a member");
    }
    return null;
  }

  /** For somebody who has come in by one more socket. */
  makeWay(userId: string): void {
    const theirs = [...this.sockets()].filter(({ state }) => state?.userId === userId);
    const tooMany = theirs.length - MAX_SOCKETS;
    if (tooMany <= 0) return;
    theirs.sort((a, b) => (a.state?.seenAtMs ?? 0) - (b.state?.seenAtMs ?? 0));
    for (const socket of theirs.slice(0, tooMany)) socket.close(closeCodes.flooding, "Open too often");
  }

  /** When it is time to look again, in milliseconds since 1970; null in an empty room. */
  nextLookAt(): number | null {
    const seen = [...this.sockets()].flatMap(({ state }) => (state ? [state.seenAtMs] : []));
    return seen.length > 0 ? Math.min(...seen) + LOOK_AGAIN_MS : null;
  }

  /**
   * Looks where it is time to. Without an answer of the database everybody stays until the next look.
   * @returns how the room stands; null where nobody was looked at
   */
  async lookWhenDue(roomId: string): Promise<RoomStanding | null> {
    const nowMs = Date.now();
    const due = this.nextLookAt();
    if (due === null || due > nowMs) return null;
    try {
      return await this.look(roomId);
    } catch (error) {
      logWarning("room could not look at its sessions", error, { "room.id": roomId });
      for (const socket of this.sockets()) {
        if (socket.state) socket.setState({ ...socket.state, seenAtMs: nowMs - LOOK_AGAIN_MS + RETRY_MS });
      }
      return null;
    }
  }

  /** Ends the sockets of those who may not stay. @returns how the room stands */
  async look(roomId: string): Promise<RoomStanding> {
    const nowMs = Date.now();
    const sockets = [...this.sockets()].filter(({ state }) => state);
    const sessionIds = [...new Set(sockets.flatMap(({ state }) => (state ? [state.sessionId] : [])))];
    const { db } = connectPostgres({ url: this.env.DATABASE_URL });
    const standing = await loadRoomStanding({ db }, { roomId, sessionIds, now: new Date(nowMs) });
    const members = new Set(standing.members.map(({ userId }) => userId));
    for (const socket of sockets) {
      if (!socket.state) continue;
      if (standing.entitled.has(socket.state.sessionId))
        socket.setState({ ...socket.state, seenAtMs: nowMs });
      else if (members.has(socket.state.userId)) socket.close(closeCodes.signedOut, "Sign in again");
      else socket.close(closeCodes.notMember, "No longer a member");
    }
    return standing;
  }
}
