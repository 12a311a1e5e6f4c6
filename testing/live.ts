import { SELF } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { newId } from "#domain/ids.ts";
import { encodeEntrant, ROOM_ENTRANT_HEADER } from "#domain/rooms/entrance.ts";
import { type Command, type Frame, frameSchema, PROTOCOL_VERSION } from "#domain/rooms/protocol.ts";
import type { RoomMember } from "#domain/rooms/schema.ts";
import { makeRooms } from "#worker/clients/rooms.ts";
import { testContext } from "./context.ts";
import { makeRoom, makeUser } from "./factories.ts";

/** Where the Worker of the tests says it lives. */
export const ORIGIN = "http://atas.test";

type FrameOf<T extends Frame["type"]> = Extract<Frame, { type: T }>;

/** A visitor's socket to a room, inside workerd: what arrived waits in order until a test asks for it. */
export class RoomClient {
  readonly frames: Frame[] = [];
  closed: { code: number; reason: string } | null = null;
  /** Acks each event, as a browser that keeps up. */
  acks = true;
  #wake: (() => void)[] = [];

  constructor(readonly socket: WebSocket) {
    socket.addEventListener("message", ({ data }) => {
      const frame = frameSchema.parse(JSON.parse(String(data)));
      this.frames.push(frame);
      if (frame.type === "event" && frame.event.seq % 50 === 0 && this.acks) {
        this.send({ type: "ack", seq: frame.event.seq });
      }
      this.#notify();
    });
    socket.addEventListener("close", ({ code, reason }) => {
      this.closed = { code, reason };
      this.#notify();
    });
    socket.accept();
  }

  send(command: Command): void {
    this.socket.send(JSON.stringify(command));
  }

  /** Writes a message and waits until the room has numbered it. */
  async say(body: string, clientId = newId()): Promise<number> {
    this.send({ type: "send", clientId, body });
    const { seq } = await this.take("ack", (ack) => ack.clientId === clientId);
    return seq;
  }

  sendRaw(data: string | ArrayBuffer): void {
    this.socket.send(data);
  }

  /** Takes the first frame of a type (and, where given, of a kind); frames before it stay. */
  async take<T extends Frame["type"]>(
    type: T,
    fits: (frame: FrameOf<T>) => boolean = () => true,
  ): Promise<FrameOf<T>> {
    for (;;) {
      const at = this.frames.findIndex((frame) => frame.type === type && fits(frame as FrameOf<T>));
      if (at >= 0) return this.frames.splice(at, 1)[0] as FrameOf<T>;
      if (this.closed)
        throw new Error(`the socket closed (${this.closed.code}) before a frame "${type}" came`);
      await new Promise<void>((resolve) => this.#wake.push(resolve));
    }
  }

  /** Resolves with the close code when the room ends the socket. */
  async ended(): Promise<number> {
    while (!this.closed) await new Promise<void>((resolve) => this.#wake.push(resolve));
    return this.closed.code;
  }

  close(): void {
    this.socket.close(1000);
  }

  #notify(): void {
    for (const wake of this.#wake.splice(0)) wake();
  }
}

export interface Entrance {
  token?: string;
  origin?: string | null;
  after?: number;
  version?: number;
}

/** Asks for a room's socket as a browser of the own site does, unless told otherwise. */
export function askForSocket(roomId: string, { token, origin = ORIGIN, after, version }: Entrance) {
  const url = new URL(`${ORIGIN}/rooms/${roomId}/socket`);
  url.searchParams.set("v", String(version ?? PROTOCOL_VERSION));
  if (after !== undefined) url.searchParams.set("after", String(after));
  const headers = new Headers({ Upgrade: "websocket" });
  if (token) headers.set("Authorization", `Bearer ${token}`);
  if (origin) headers.set("Origin", origin);
  return SELF.fetch(url, { headers });
}

export async function enterRoom(roomId: string, entrance: Entrance): Promise<RoomClient> {
  const answer = await askForSocket(roomId, entrance);
  if (!answer.webSocket) throw new Error(`no socket: ${answer.status} ${await answer.text()}`);
  return new RoomClient(answer.webSocket);
}

/** A room that exists, with a user for each name. */
export async function makeRoomOf<const Names extends readonly string[]>(
  ...names: Names
): Promise<{ roomId: string; members: { [K in keyof Names]: RoomMember } }> {
  const { db } = testContext();
  const users = await Promise.all(names.map((name) => makeUser(db, { name })));
  const room = await makeRoom(
    db,
    users.map(({ id }) => id),
  );
  const joinedAt = new Date().toISOString();
  const members = users.map(({ id, name }): RoomMember => ({ userId: id, name, joinedAt }));
  return { roomId: room.id, members: members as { [K in keyof Names]: RoomMember } };
}

/** For a job's context: its rooms are the objects themselves. */
export const liveRooms = makeRooms(env.CHAT_ROOM);

export const roomStub = (roomId: string) => env.CHAT_ROOM.getByName(roomId);

/** A socket to the object itself, as the Worker opens it once it has checked who comes. */
export async function sitDown(
  roomId: string,
  member: RoomMember,
  query: Record<string, string | number> = {},
  sessionId = newId(),
): Promise<RoomClient> {
  const url = new URL("https://room/socket");
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
  const headers = { Upgrade: "websocket", [ROOM_ENTRANT_HEADER]: encodeEntrant({ member, sessionId }) };
  const answer = await roomStub(roomId).fetch(url, { headers });
  if (!answer.webSocket) throw new Error(`no socket: ${answer.status}`);
  return new RoomClient(answer.webSocket);
}
