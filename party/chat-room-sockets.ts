import type { RoomSocket } from "./chat-room-socket.ts";

/**
 * The open sockets of a room. The base class reads each one's attachment anew each time that it lists them: with two
 * hundred sockets and fifty messages a second that was an eighth of the processor's time. Here it lists them once for
 * each that is new to this object; it makes a connection of the socket itself, so what it made stays.
 */
export class OpenSockets {
  readonly #known = new WeakSet<object>();

  constructor(
    readonly state: DurableObjectState,
    /** As the base class lists them. */
    readonly connections: () => Iterable<RoomSocket>,
  ) {}

  open(): RoomSocket[] {
    const sockets: object[] = this.state
      .getWebSockets()
      .filter(({ readyState }) => readyState === WebSocket.OPEN);
    const isKnown = (socket: object): socket is RoomSocket => this.#known.has(socket);
    if (sockets.every(isKnown)) return sockets;
    const connections = [...this.connections()];
    for (const connection of connections) this.#known.add(connection);
    return connections;
  }
}
