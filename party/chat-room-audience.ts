import { DomainError } from "#domain/errors.ts";
import {
  closeCodes,
  type Frame,
  MAX_TOLD_HERE,
  MAX_UNACKED_EVENTS,
  type RoomEvent,
} from "#domain/rooms/protocol.ts";
import type { RoomMember } from "#domain/rooms/schema.ts";
import { type RoomSocket, SocketMeters, sendFrame } from "./chat-room-socket.ts";

const newIn3: ReadonlySet<RoomEvent["type"]> = new Set(["left"]);

/**
 * Everybody who sits in a room now, and how much each may be told. A server's socket doesn't say how much it
 * buffers, so what a client has not acked is what may lie in memory for it: past a bound it hears nothing more.
 */
export class ChatRoomAudience {
  readonly #meters = new SocketMeters();

  constructor(
    readonly sockets: () => Iterable<RoomSocket>,
    readonly members: () => RoomMember[],
    readonly isOfMany: () => boolean,
  ) {}

  /** People, however many sockets each has. */
  online(exceptSocketId?: string): Set<string> {
    const ids = new Set<string>();
    for (const { id, state } of this.sockets()) {
      if (state && id !== exceptSocketId) ids.add(state.userId);
    }
    return ids;
  }

  /** Where many are, each who comes, goes or writes would be a frame to everybody: past a number nobody is told. */
  tellsOf(people: number): boolean {
    return !this.isOfMany() || people <= MAX_TOLD_HERE;
  }

  /** Who is here, as far as somebody who comes in is told. */
  toldOnline(userId: string): { online: string[]; crowd: boolean } {
    const here = this.online();
    return this.tellsOf(here.size) ? { online: [...here], crowd: false } : { online: [userId], crowd: true };
  }

  /**
   * Somebody has come by their first socket, or gone with their last.
   * @param here who is here now
   */
  tellPresence(userId: string, online: boolean, here: ReadonlySet<string>): void {
    const tells = this.tellsOf(here.size);
    const told = this.tellsOf(here.size + (online ? -1 : 1));
    if (tells && told) this.tellLoosely({ type: "presence", userId, online }, userId);
    else if (tells !== told) this.tellLoosely({ type: "here", online: tells ? [...here] : null });
  }

  tellEvent(event: RoomEvent): void {
    const frames = new Map<number, string>();
    for (const socket of this.sockets()) {
      const { state } = socket;
      if (!state) continue;
      const behind = event.seq - state.acked;
      if (behind <= MAX_UNACKED_EVENTS && !state.lagging) {
        const version = state.version ?? 1;
        const known = frames.get(version);
        const frame =
          known ?? JSON.stringify({ type: "event", event: this.readable(event, version) } satisfies Frame);
        if (!known) frames.set(version, frame);
        socket.send(frame);
      } else if (!state.lagging) {
        socket.setState({ ...state, lagging: true });
        sendFrame(socket, { type: "resync" });
      } else if (behind > 2 * MAX_UNACKED_EVENTS) socket.close(closeCodes.tooSlow, "Too slow");
    }
  }

  /**
   * The event as a client of that version can read it: where it knows no such event, one that moves its number and
   * changes nothing (a member joins who is there already), so that it sees no gap.
   */
  readable(event: RoomEvent, version: number): RoomEvent {
    if (version >= 3 || !newIn3.has(event.type)) return event;
    const { seq, at } = event;
    const [member] = this.members();
    return member ? { type: "joined", seq, at, member } : event;
  }

  /** What is not numbered and may be lost: typing, presence, read marks. */
  tellLoosely(frame: Frame, exceptUserId?: string): void {
    const text = JSON.stringify(frame);
    this.#loosely((socket, userId) => {
      if (userId !== exceptUserId) socket.send(text);
    });
  }

  /** To one person's own sockets. */
  tellOne(userId: string, frame: Frame): void {
    this.#loosely((socket, whose) => {
      if (whose === userId) sendFrame(socket, frame);
    });
  }

  /** The same, where it is another frame for each person. */
  tellEach(frameOf: (userId: string) => Frame): void {
    this.#loosely((socket, userId) => sendFrame(socket, frameOf(userId)));
  }

  #loosely(tell: (socket: RoomSocket, userId: string) => void): void {
    for (const socket of this.sockets()) {
      if (!socket.state || socket.state.lagging) continue;
      if (this.#meters.admitLoose(socket.id, Date.now())) tell(socket, socket.state.userId);
    }
  }

  refuse(socket: RoomSocket, error: DomainError, clientId?: string): void {
    const { code, publicMessage: message, retryAfterSeconds } = error;
    sendFrame(socket, { type: "error", code, message, clientId, retryAfterSeconds });
  }

  /** Whether a frame is within the limit of its person; past it the client is told, and cut if it floods on. */
  admits(socket: RoomSocket): boolean {
    const { pass, tell, cut } = this.#meters.admit(socket.state?.userId ?? socket.id, Date.now());
    if (cut) socket.close(closeCodes.flooding, "Too many frames");
    else if (tell) this.refuse(socket, new DomainError("rate_limited"));
    return pass;
  }

  acked(socket: RoomSocket, seq: number): void {
    this.#meters.acked(socket.id, Date.now());
    const { state } = socket;
    if (state && seq > state.acked) socket.setState({ ...state, acked: seq });
  }

  forget(socket: RoomSocket): void {
    this.#meters.forget(socket.id);
    const userId = socket.state?.userId;
    if (userId && !this.online(socket.id).has(userId)) this.#meters.forget(userId);
  }
}
