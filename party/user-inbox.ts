import { DurableObject } from "cloudflare:workers";
import { connectPostgres } from "#db/connect-postgres.ts";
import {
  type InboxEvent,
  type InboxState,
  type NewNotification,
  type NotificationPage,
  type RoomSummary,
  type StreamEvent,
  TOO_MANY_STREAMS,
} from "#domain/notifications/schema.ts";
import type { QueueMessage } from "#domain/outbox/jobs.ts";
import type { Preferences } from "#domain/preferences/schema.ts";
import { loadRoomSummaries } from "#domain/rooms/load-room-summaries.ts";
import { logWarning } from "./log.ts";
import { UserInboxStore } from "./user-inbox-store.ts";

/** Devices of one person that listen at once (a browser's tabs share one stream). */
export const MAX_STREAMS = 20;

/**
 * What one person is told, under the object name that is the person's id. In SQLite: notifications, the list of
 * conversations, the numbers of the stream. Sockets (one for each stream that a Worker holds) carry when they were
 * opened: a Worker that lost its socket opens another with `after`. Nothing is kept in memory.
 */
export class UserInbox extends DurableObject<Env> {
  readonly #store = new UserInboxStore(this.ctx.storage);
  #opening: Promise<void> | null = null;

  async state(): Promise<InboxState> {
    await this.#open();
    return this.#store.state();
  }

  async list(page: NotificationPage): Promise<InboxEvent[]> {
    return this.#store.list(page);
  }

  /** A second call with the same `key` does nothing. */
  async deliver(notification: NewNotification): Promise<void> {
    this.#store.letters.userId = this.#userId;
    this.#tell(this.#store.deliver(notification, Date.now()));
    await this.#wake();
  }

  async setPreferences(preferences: Preferences): Promise<void> {
    this.#store.wishes.setPreferences(preferences);
  }

  async takeDigest(jobId: string): Promise<InboxEvent[]> {
    return this.#store.wishes.takeDigest(jobId);
  }

  async unreadMailed(roomId: string): Promise<void> {
    this.#store.letters.settle(roomId);
  }

  async deferUnreadMail(roomId: string, untilMs: number): Promise<void> {
    this.#store.letters.defer(roomId, untilMs);
    await this.#wake();
  }

  async setPushed(isPushed: boolean): Promise<void> {
    this.#store.pushes.areHeard = isPushed;
  }

  async takePush(notificationId: number): Promise<InboxEvent | null> {
    const event = this.#store.pushes.take(notificationId, Date.now(), this.#isHere);
    await this.#wake();
    return event;
  }

  async deferPush(notificationId: number, untilMs: number): Promise<void> {
    this.#store.pushes.defer(notificationId, untilMs);
    await this.#wake();
  }

  /** Asks for the letters about unread messages and the pushes that are due, while nobody of this person listens. */
  override async alarm(): Promise<void> {
    const { userId } = this.#store.letters;
    // what a queue does not take is asked for again when its time to be confirmed is over
    for (const { roomId, jobId } of this.#store.letters.takeDue(Date.now(), this.#isHere)) {
      const job = { kind: "mail.unread-messages", userId, roomId } as const;
      const message: QueueMessage = { id: jobId, requestId: `inbox-${userId}`, job };
      await this.env.MAIL_QUEUE.send(message).catch((error) =>
        logWarning("mail queue did not take a letter", error, { "room.id": roomId }),
      );
    }
    for (const { notificationId, jobId } of this.#store.pushes.takeDue(Date.now(), this.#isHere)) {
      const job = { kind: "push.notification", userId, notificationId } as const;
      const message: QueueMessage = { id: jobId, requestId: `inbox-${userId}`, job };
      await this.env.PUSH_QUEUE.send(message).catch((error) =>
        logWarning("push queue did not take a push", error, {}),
      );
    }
    await this.#wake();
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

  /** A session of this person has ended: every stream does, and those whose session lasts come back by themselves. */
  async endStreams(): Promise<void> {
    for (const socket of this.ctx.getWebSockets()) socket.close(1000, "Come back with your session");
  }

  /** Subscribes by WebSocket: what was missed after `?after=`, then everything as it happens. */
  override async fetch(request: Request): Promise<Response> {
    if (request.headers.get("upgrade")?.toLowerCase() !== "websocket")
      return new Response(null, { status: 426 });
    const after = new URL(request.url).searchParams.get("after");
    const { 0: client, 1: server } = new WebSocketPair();
    // later than every other, also where two open within one millisecond: sockets are listed in no order to rely on
    const openedMs = Math.max(Date.now(), ...this.ctx.getWebSockets().map((socket) => openedAt(socket) + 1));
    this.ctx.acceptWebSocket(server);
    server.serializeAttachment(openedMs);
    this.#makeWay();
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

  /** The stream that was opened first makes way for one too many. */
  #makeWay(): void {
    const open = this.ctx.getWebSockets().filter(({ readyState }) => readyState === WebSocket.OPEN);
    const oldestFirst = open.toSorted((a, b) => openedAt(a) - openedAt(b));
    for (const socket of oldestFirst.slice(0, Math.max(0, open.length - MAX_STREAMS))) {
      socket.close(TOO_MANY_STREAMS, "Open too often");
    }
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

  /** Whether the person has the product open somewhere: a stream listens. */
  get #isHere(): boolean {
    return this.ctx.getWebSockets().some(({ readyState }) => readyState === WebSocket.OPEN);
  }

  /** Sets the alarm for the next letter or push that may be due. */
  async #wake(): Promise<void> {
    const due = [this.#store.letters.nextAt(), this.#store.pushes.nextAt()].filter((at) => at !== null);
    if (due.length > 0) await this.ctx.storage.setAlarm(Math.max(Date.now(), Math.min(...due)));
  }

  get #userId(): string {
    const userId = this.ctx.id.name;
    if (!userId) throw new Error("an inbox is reached by its person's id");
    return userId;
  }

  async #hydrate(): Promise<void> {
    const userId = this.#userId;
    const { db } = connectPostgres({ url: this.env.DATABASE_URL });
    this.#store.hydrate(await loadRoomSummaries({ db }, { userId }));
  }
}

/** In milliseconds since 1970; 0 for a stream from before this was kept. */
const openedAt = (socket: WebSocket): number => Number(socket.deserializeAttachment() ?? 0);
