import { DurableObject } from "cloudflare:workers";
import { connectPostgres } from "#db/connect-postgres.ts";
import type {
  InboxEvent,
  InboxState,
  NewNotification,
  RoomSummary,
  StreamEvent,
} from "#domain/notifications/schema.ts";
import { loadRoomSummaries } from "#domain/rooms/load-room-summaries.ts";
import { UserInboxStore } from "./user-inbox-store.ts";

/**
 * What one person is told, under the object name that is the person's id. In SQLite: notifications, the list of
 * conversations, the numbers of the stream. Sockets (one for each stream that a Worker holds) carry no state: a
 * Worker that lost its socket opens another with `after`. Nothing is kept in memory.
 */
export class UserInbox extends DurableObject<Env> {
  readonly #store = new UserInboxStore(this.ctx.storage);
  #opening: Promise<void> | null = null;

  async state(): Promise<InboxState> {
    await this.#open();
    return this.#store.state();
  }

  async list(page: { before?: number; limit: number }): Promise<InboxEvent[]> {
    return this.#store.list(page);
  }

  /** A second call with the same `key` does nothing. */
  async deliver(notification: NewNotification): Promise<void> {
    this.#tell(this.#store.deliver(notification, Date.now()));
  }

  async markRead(what: { upTo: number } | { ids: number[] }): Promise<InboxState> {
    this.#tell(this.#store.markRead(what, Date.now()));
    return this.state();
  }

  async pushRoom(room: RoomSummary): Promise<void> {
    for (const event of this.#store.pushRoom(room, Date.now())) this.#tell(event);
  }

  async markRoomRead(roomId: string): Promise<void> {
    this.#tell(this.#store.markRoomRead(roomId, Date.now()));
  }

  /** Subscribes by WebSocket: what was missed after `?after=`, then everything as it happens. */
  override async fetch(request: Request): Promise<Response> {
    if (request.headers.get("upgrade")?.toLowerCase() !== "websocket")
      return new Response(null, { status: 426 });
    const after = new URL(request.url).searchParams.get("after");
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server);
    const missed = after === null ? [] : this.#store.eventsAfter(Number(after));
    for (const event of missed) server.send(JSON.stringify(event));
    return new Response(null, { status: 101, webSocket: client });
  }

  override webSocketMessage(): void {
    // subscribers only listen
  }

  override webSocketClose(socket: WebSocket): void {
    socket.close();
  }

  #tell(event: StreamEvent | null): void {
    if (!event) return;
    const text = JSON.stringify(event);
    for (const socket of this.ctx.getWebSockets()) {
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
    }
  }

  /** Once in the inbox's life: the conversations that the archive knows of. */
  async #open(): Promise<void> {
    if (this.#store.isOpen) return;
    this.#opening ??= this.#hydrate().finally(() => {
      this.#opening = null;
    });
    await this.#opening;
  }

  async #hydrate(): Promise<void> {
    const userId = this.ctx.id.name;
    if (!userId) throw new Error("an inbox is reached by its person's id");
    const { db } = connectPostgres({ url: this.env.DATABASE_URL });
    this.#store.hydrate(await loadRoomSummaries({ db }, { userId }));
  }
}
