import type { ConnectionContext, WSMessage } from "partyserver";
import { readReceipt } from "#domain/attachments/receipt.ts";
import { toDomainError } from "#domain/errors.ts";
import { isMove } from "#domain/rooms/apply-event.ts";
import { entrantHeaderSchema, ROOM_ENTRANT_HEADER } from "#domain/rooms/entrance.ts";
import { type Command, closeCodes, type Frame, type RoomEvent } from "#domain/rooms/protocol.ts";
import type { RoomMember } from "#domain/rooms/schema.ts";
import { ChatRoomAudience } from "./chat-room-audience.ts";
import { type RoomParts, receive } from "./chat-room-commands.ts";
import { ChatRoomCourier } from "./chat-room-courier.ts";
import { ChatRoomDoor } from "./chat-room-door.ts";
import { greet, readEntry } from "./chat-room-greeting.ts";
import { hydrateRoom } from "./chat-room-hydration.ts";
import { ChatRoomOutbox } from "./chat-room-outbox.ts";
import { ChatRoomReads } from "./chat-room-reads.ts";
import type { RoomSocket, SocketState } from "./chat-room-socket.ts";
import { OpenSockets } from "./chat-room-sockets.ts";
import { ChatRoomStanding } from "./chat-room-standing.ts";
import { trimRoom } from "./chat-room-trimming.ts";
import { removeMessage } from "./chat-room-writes.ts";
import { logWarning } from "./log.ts";

/**
 * One conversation. In SQLite: events, messages, members, read marks, what is owed to archive and inboxes.
 * In the socket's attachment: who it is and how far it acked. In memory, and lost without harm: frame counts
 * and when the alarm and the last push were. The Worker's route has checked session, origin and membership before it
 * reaches for the object; inside, the frames alone are not trusted. What is read of it is in its base class.
 */
export class ChatRoom extends ChatRoomReads {
  static override options = { hibernate: true };

  readonly #sockets = new OpenSockets(this.ctx, () => this.getConnections<SocketState>());
  readonly #outbox = new ChatRoomOutbox(this.store);
  readonly #audience = new ChatRoomAudience(
    () => this.#sockets.open(),
    () => this.store.members.list(),
    () => this.store.terms.isOfMany,
  );
  readonly #door = new ChatRoomDoor(this.env, () => this.#sockets.open());
  readonly #standing = new ChatRoomStanding(this.store, this.#audience, this.#door, (event) =>
    this.#publish(event),
  );
  readonly #courier = new ChatRoomCourier(this.ctx, this.env, this.#outbox, () => this.#door.nextLookAt());
  readonly #parts: RoomParts = {
    store: this.store,
    outbox: this.#outbox,
    audience: this.#audience,
    publish: (event) => this.#publish(event),
    wake: () => this.#courier.wake(),
    recall: this.recall,
    admit: (userId, receipt) =>
      readReceipt(this.env.AUTH_SECRET, { roomId: this.name, userId }, receipt, Date.now()),
  };
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
    await this.ready();
    for (const member of members) this.#standing.join(member);
  }

  /** The mentorship is over: from now on nothing is written here. A repeat changes nothing. */
  async close(): Promise<void> {
    await this.ready();
    this.#standing.close();
  }

  /**
   * Something was decided about the room, its members or their sessions: it reads anew how it stands, at once.
   * @param ifHere where nobody but this person is concerned: nothing to do while they don't sit here
   */
  async look(ifHere?: string): Promise<void> {
    if (ifHere && !this.#audience.online().has(ifHere)) return;
    await this.ready();
    await this.#standing.look(this.name);
    this.#courier.wake();
  }

  /** A moderator takes out a message. A repeat changes nothing. */
  async removeMessage(messageId: string, by: string): Promise<void> {
    await this.ready();
    await this.recall.bring([messageId]);
    const event = removeMessage(this.store, { messageId, by, at: new Date().toISOString() });
    if (event) this.#publish(event);
  }

  /** Something about one member was decided: whether they are one, or want to be notified. A repeat changes nothing. */
  async lookAt(userId: string): Promise<void> {
    await this.ready();
    await this.#standing.lookAt(this.name, userId);
    this.#outbox.owePush(userId);
    this.#courier.wake();
  }

  /** The archive has committed this range: the room need not hold it for good. */
  async archived(fromSeq: number, toSeq: number): Promise<void> {
    this.#outbox.confirmRange(fromSeq, toSeq);
    if (this.store.isOpen) trimRoom(this.store);
  }

  /** Upgrades alone; all else goes by RPC. */
  override async fetch(request: Request): Promise<Response> {
    if (request.headers.get("upgrade")?.toLowerCase() !== "websocket")
      return new Response(null, { status: 426 });
    const entrant = entrantHeaderSchema.safeParse(request.headers.get(ROOM_ENTRANT_HEADER));
    if (!entrant.success) return new Response(null, { status: 401 });
    await this.ready();
    const { userId } = entrant.data.member;
    // the room was told that they left: coming back may have overtaken the job that says so, or leaving this request
    if (this.store.members.known(userId)?.gone) await this.lookAt(userId);
    if (this.store.members.known(userId)?.gone) return new Response(null, { status: 403 });
    return super.fetch(request);
  }

  override onConnect(socket: RoomSocket, { request }: ConnectionContext): void {
    try {
      this.#welcome(socket, request);
    } catch (error) {
      // left to the base class, the error would go to the client with its stack
      logWarning("room not entered", error, { "room.id": this.name });
      this.#audience.refuse(socket, toDomainError(error));
      socket.close(1011, "Try again");
    }
  }

  #welcome(socket: RoomSocket, request: Request): void {
    const { member, sessionId } = entrantHeaderSchema.parse(request.headers.get(ROOM_ENTRANT_HEADER));
    const { userId } = member;
    const asked = readEntry(request.url);
    if (!asked) {
      socket.close(closeCodes.oldProtocol, "Reload the page");
      return;
    }
    this.#standing.join(member);
    const wasOnline = this.#audience.online(socket.id).has(userId);
    greet(this.#parts, socket, { userId, sessionId, ...asked });
    this.#door.makeWay(userId);
    this.#courier.wake();
    if (!wasOnline) this.#audience.tellPresence(userId, true, this.#audience.online());
  }

  override onMessage(socket: RoomSocket, raw: WSMessage): void | Promise<void> {
    return receive(this.#parts, socket, raw, this.name);
  }

  override onClose(socket: RoomSocket): void {
    this.#audience.forget(socket);
    const userId = socket.state?.userId;
    const here = this.#audience.online(socket.id);
    if (!userId || here.has(userId)) return;
    this.#audience.tellPresence(userId, false, here);
    this.#outbox.owePushOfUnread(userId);
    this.#courier.wake();
  }

  override onError(socket: RoomSocket): void {
    // the network's end of a socket; its close follows
    this.#audience.forget(socket);
  }

  override async onAlarm(): Promise<void> {
    await this.#standing.lookWhenDue(this.name);
    await this.#courier.deliver(this.name, this.#audience.online());
  }

  #publish(event: RoomEvent): void {
    if (!isMove(event)) this.#outbox.oweArchive(event.seq, Date.now());
    this.#outbox.oweEvent(event);
    this.#courier.wake();
    this.#audience.tellEvent(event);
  }

  /** Once in the room's life: what the archive and the members' list already know of it. */
  protected override async ready(): Promise<void> {
    if (this.store.isOpen) return;
    this.#opening ??= hydrateRoom(this.env, this.store, {
      roomId: this.name,
      join: (member) => this.#standing.join(member),
    }).finally(() => {
      this.#opening = null;
    });
    await this.#opening;
  }
}
