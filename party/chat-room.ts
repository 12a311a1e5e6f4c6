import { type ConnectionContext, Server, type WSMessage } from "partyserver";
import { connectPostgres } from "#db/connect-postgres.ts";
import { DomainError, toDomainError } from "#domain/errors.ts";
import { memberHeaderSchema, ROOM_MEMBER_HEADER } from "#domain/rooms/entrance.ts";
import { loadArchivedMessages } from "#domain/rooms/load-archived-messages.ts";
import { loadRoomMembers } from "#domain/rooms/load-room-members.ts";
import {
  type Command,
  closeCodes,
  type Frame,
  MAX_UNACKED_EVENTS,
  type Message,
  PROTOCOL_VERSION,
  type RoomChange,
  type RoomEvent,
  type RoomMember,
  type RoomSnapshot,
} from "#domain/rooms/protocol.ts";
import { ChatRoomCourier } from "./chat-room-courier.ts";
import { ChatRoomOutbox } from "./chat-room-outbox.ts";
import {
  parseCommand,
  type RoomSocket,
  SocketMeters,
  type SocketState,
  sendFrame,
} from "./chat-room-socket.ts";
import { ChatRoomStore } from "./chat-room-store.ts";
import { logWarning } from "./log.ts";

const MAX_REPLAY_EVENTS = 400;
/** Older ones stay in the archive and are read from there. */
const HYDRATED_MESSAGES = 500;

/**
 * One conversation. In SQLite: events, messages, members, read marks, what is owed to archive and inboxes.
 * In the socket's attachment: who it is and how far it acked. In memory, and lost without harm: frame counts
 * and when the alarm and the last push were. The Worker's route has checked session, origin and membership before it
 * reaches for the object; inside, the frames alone are not trusted.
 */
export class ChatRoom extends Server<Env> {
  static override options = { hibernate: true };

  readonly #store = new ChatRoomStore(this.ctx.storage);
  readonly #outbox = new ChatRoomOutbox(this.#store);
  readonly #meters = new SocketMeters();
  readonly #courier = new ChatRoomCourier(this.ctx, this.env, this.#outbox);
  #opening: Promise<void> | null = null;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    // answered without waking the object
    ctx.setWebSocketAutoResponse(
      new WebSocketRequestResponsePair(
        JSON.stringify({ type: "ping" } satisfies Command),
        JSON.stringify({ type: "pong" } satisfies Frame),
      ),
    );
  }

  /** Makes sure that the room exists with these members; a repeat changes nothing. */
  async open(members: RoomMember[]): Promise<void> {
    await this.#open();
    for (const member of members) this.#join(member);
  }

  async snapshot(): Promise<RoomSnapshot> {
    await this.#open();
    return this.#store.snapshot();
  }

  /** Messages before an event's number, oldest first; `inArchive`: the archive holds what is older still. */
  async history(
    beforeSeq: number,
    limit: number,
  ): Promise<{ messages: Message[]; more: boolean; inArchive: boolean }> {
    await this.#open();
    return { ...this.#store.history(beforeSeq, limit), inArchive: this.#store.archiveHasOlder };
  }

  /** Every change of a message in a range of events, for the archive. */
  async changes(fromSeq: number, toSeq: number): Promise<RoomChange[]> {
    return this.#outbox.changes(fromSeq, toSeq);
  }

  /** The archive has committed this range. */
  async archived(fromSeq: number, toSeq: number): Promise<void> {
    this.#outbox.confirmRange(fromSeq, toSeq);
  }

  /** Upgrades alone; all else goes by RPC. */
  override async fetch(request: Request): Promise<Response> {
    if (request.headers.get("upgrade")?.toLowerCase() !== "websocket")
      return new Response(null, { status: 426 });
    const member = memberHeaderSchema.safeParse(request.headers.get(ROOM_MEMBER_HEADER));
    if (!member.success) return new Response(null, { status: 401 });
    await this.#open();
    return super.fetch(request);
  }

  override onConnect(socket: RoomSocket, { request }: ConnectionContext): void {
    const member = memberHeaderSchema.parse(request.headers.get(ROOM_MEMBER_HEADER));
    const { userId } = member;
    const query = new URL(request.url).searchParams;
    const version = Number(query.get("v") ?? PROTOCOL_VERSION);
    if (version > PROTOCOL_VERSION || version < PROTOCOL_VERSION - 1 || !Number.isInteger(version)) {
      socket.close(closeCodes.oldProtocol, "Reload the page");
      return;
    }
    this.#join(member);
    const wasOnline = this.#online(socket.id).has(userId);
    const after = /^\d{1,15}$/.test(query.get("after") ?? "") ? Number(query.get("after")) : null;
    const missed = after === null ? null : this.#store.eventsAfter(after, MAX_REPLAY_EVENTS);
    const { lastSeq } = this.#store;
    socket.setState({ userId, acked: missed && after !== null ? after : lastSeq, lagging: false });
    sendFrame(socket, {
      type: "welcome",
      version: PROTOCOL_VERSION,
      userId,
      lastSeq,
      recovered: missed !== null,
      online: [...this.#online()],
      reads: this.#store.reads(),
    });
    if (missed) for (const event of missed) sendFrame(socket, { type: "event", event });
    else sendFrame(socket, { type: "reset", snapshot: this.#store.snapshot() });
    if (!wasOnline) this.#sendLoose({ type: "presence", userId, online: true }, userId);
  }

  override onMessage(socket: RoomSocket, raw: WSMessage): void {
    const { state } = socket;
    if (!state) return;
    const { pass, tell, cut } = this.#meters.admit(socket.id, Date.now());
    if (cut) socket.close(closeCodes.flooding, "Too many frames");
    if (!pass) {
      if (tell && !cut) this.#refuse(socket, new DomainError("rate_limited"));
      return;
    }
    const parsed = parseCommand(raw);
    if (!parsed.ok) {
      this.#refuse(socket, parsed.error, parsed.clientId);
      return;
    }
    try {
      this.#obey(socket, state, parsed.command);
    } catch (error) {
      const { command } = parsed;
      const known = toDomainError(error);
      if (known.code === "internal") logWarning("room command failed", error, { "room.id": this.name });
      this.#refuse(socket, known, "clientId" in command ? command.clientId : undefined);
    }
  }

  override onClose(socket: RoomSocket): void {
    this.#meters.forget(socket.id);
    const userId = socket.state?.userId;
    if (!userId || this.#online(socket.id).has(userId)) return;
    this.#sendLoose({ type: "presence", userId, online: false }, userId);
  }

  override onError(socket: RoomSocket): void {
    // the network's end of a socket; its close follows
    this.#meters.forget(socket.id);
  }

  override async onAlarm(): Promise<void> {
    await this.#courier.deliver(this.name, this.#online());
  }

  #obey(socket: RoomSocket, state: SocketState, command: Command): void {
    const { userId } = state;
    switch (command.type) {
      case "send":
      case "edit":
      case "delete": {
        const { seq, event } = this.#store.write(userId, command, new Date().toISOString());
        if (event) this.#publish(event);
        // leaves the object only when the write is on disk, as every frame does
        sendFrame(socket, { type: "ack", clientId: command.clientId, seq });
        break;
      }
      case "ack": {
        this.#meters.acked(socket.id, Date.now());
        const acked = Math.max(state.acked, Math.min(command.seq, this.#store.lastSeq));
        socket.setState({ ...state, acked });
        break;
      }
      case "read": {
        const seq = this.#store.markRead(userId, command.seq);
        if (seq === null) break;
        this.#sendLoose({ type: "read", userId, seq });
        this.#outbox.owePush(userId);
        this.#courier.wake();
        break;
      }
      case "typing":
        this.#sendLoose({ type: "typing", userId, on: command.on }, userId);
        break;
      case "ping":
        sendFrame(socket, { type: "pong" });
        break;
    }
  }

  #publish(event: RoomEvent): void {
    this.#outbox.oweArchive(event.seq, Date.now());
    this.#outbox.owePush();
    this.#courier.wake();
    const frame = JSON.stringify({ type: "event", event } satisfies Frame);
    for (const socket of this.getConnections<SocketState>()) {
      const { state } = socket;
      if (!state) continue;
      const behind = event.seq - state.acked;
      if (behind <= MAX_UNACKED_EVENTS && !state.lagging) socket.send(frame);
      else if (!state.lagging) {
        socket.setState({ ...state, lagging: true });
        sendFrame(socket, { type: "resync" });
      } else if (behind > 2 * MAX_UNACKED_EVENTS) socket.close(closeCodes.tooSlow, "Too slow");
    }
  }

  /** What is not numbered and may be lost: typing, presence, read marks. */
  #sendLoose(frame: Frame, exceptUserId?: string): void {
    const text = JSON.stringify(frame);
    for (const socket of this.getConnections<SocketState>()) {
      if (!socket.state || socket.state.lagging || socket.state.userId === exceptUserId) continue;
      if (this.#meters.admitLoose(socket.id, Date.now())) socket.send(text);
    }
  }

  #refuse(socket: RoomSocket, { code, publicMessage }: DomainError, clientId?: string): void {
    sendFrame(socket, { type: "error", code, message: publicMessage, clientId });
  }

  #join(member: RoomMember): void {
    const event = this.#store.join(member, new Date().toISOString());
    if (event) this.#publish(event);
  }

  #online(exceptSocketId?: string): Set<string> {
    const ids = new Set<string>();
    for (const { id, state } of this.getConnections<SocketState>()) {
      if (state && id !== exceptSocketId) ids.add(state.userId);
    }
    return ids;
  }

  /** Once in the room's life: what the archive and the members' list already know of it. */
  async #open(): Promise<void> {
    if (this.#store.isOpen) return;
    this.#opening ??= this.#hydrate().finally(() => {
      this.#opening = null;
    });
    await this.#opening;
  }

  async #hydrate(): Promise<void> {
    const { db } = connectPostgres({ url: this.env.DATABASE_URL });
    const roomId = this.name;
    const [archived, members] = await Promise.all([
      loadArchivedMessages({ db }, { roomId, beforeSeq: Number.MAX_SAFE_INTEGER, limit: HYDRATED_MESSAGES }),
      loadRoomMembers({ db }, { roomId }),
    ]);
    this.#store.hydrate(archived);
    for (const member of members) {
      this.#join(member);
      // who comes back to a restored room has read what it holds
      this.#store.markRead(member.userId, archived.lastSeq);
    }
  }
}
