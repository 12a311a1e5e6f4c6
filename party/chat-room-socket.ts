import type { Connection, WSMessage } from "partyserver";
import { z } from "zod";
import { DomainError, errorTable } from "#domain/errors.ts";
import { type Command, commandSchema, type Frame, MAX_FRAME_LENGTH } from "#domain/rooms/protocol.ts";

/** The socket's attachment: survives hibernation, at most 16 KiB. What an open socket was sent is the room's lastSeq. */
export interface SocketState {
  userId: string;
  sessionId: string;
  /** When the session was last known to last, in milliseconds since 1970. */
  seenAtMs: number;
  /** Highest event that the client says it applied. */
  acked: number;
  /** Version of the protocol that it speaks; a socket from before this was kept speaks the first. */
  version?: number;
  /** Too far behind: it was told to resync and hears nothing more. */
  lagging: boolean;
}

export type RoomSocket = Connection<SocketState>;

/** A socket that was cut while its own command was obeyed hears nothing more. */
export function sendFrame(socket: RoomSocket, frame: Frame): void {
  if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame));
}

type Parsed = { ok: true; command: Command } | { ok: false; error: DomainError; clientId?: string };

const clientIdSchema = z.object({ clientId: z.uuid() });

/** A frame as a command, or why it is none, with the client id where it could be read. */
export function parseCommand(raw: WSMessage): Parsed {
  if (typeof raw !== "string") return { ok: false, error: new DomainError("unsupported_media_type") };
  if (raw.length > MAX_FRAME_LENGTH) return { ok: false, error: new DomainError("too_large") };
  let json: unknown;
  try {
    json = JSON.parse(raw);
  } catch {
    return { ok: false, error: new DomainError("malformed_json") };
  }
  const parsed = commandSchema.safeParse(json);
  if (parsed.success) return { ok: true, command: parsed.data };
  const clientId = clientIdSchema.safeParse(json);
  const message = clientId.success ? parsed.error.issues[0]?.message : errorTable.invalid_input.title;
  return {
    ok: false,
    error: new DomainError("invalid_input", { message }),
    clientId: clientId.data?.clientId,
  };
}

const BURST_FRAMES = 120;
const FRAMES_PER_SECOND = 60;
/** A client that floods on although it is told is cut. */
const MAX_DROPPED_FRAMES = 20_000;
/** Frames that have no number (typing, presence, read marks), sent since the client's last ack. */
const MAX_LOOSE_FRAMES = 200;

interface Meter {
  tokens: number;
  atMs: number;
  dropped: number;
  toldAtMs: number;
  loose: number;
}

/** Counts what people send and sockets are sent. In memory: who is quiet long enough to hibernate owes nothing. */
export class SocketMeters {
  readonly #meters = new Map<string, Meter>();

  /** Whether a frame may pass; if not, whether to tell (once a second) and whether it is time to cut. */
  admit(userId: string, nowMs: number): { pass: boolean; tell: boolean; cut: boolean } {
    const meter = this.#of(userId, nowMs);
    const gained = ((nowMs - meter.atMs) / 1000) * FRAMES_PER_SECOND;
    meter.tokens = Math.min(BURST_FRAMES, meter.tokens + gained);
    meter.atMs = nowMs;
    if (meter.tokens >= 1) {
      meter.tokens -= 1;
      return { pass: true, tell: false, cut: false };
    }
    meter.dropped += 1;
    const tell = nowMs - meter.toldAtMs >= 1000;
    if (tell) meter.toldAtMs = nowMs;
    return { pass: false, tell, cut: meter.dropped > MAX_DROPPED_FRAMES };
  }

  /** Whether one more frame without a number may be sent to a client that acks so rarely. */
  admitLoose(socketId: string, nowMs: number): boolean {
    const meter = this.#of(socketId, nowMs);
    meter.loose += 1;
    return meter.loose <= MAX_LOOSE_FRAMES;
  }

  acked(socketId: string, nowMs: number): void {
    this.#of(socketId, nowMs).loose = 0;
  }

  forget(id: string): void {
    this.#meters.delete(id);
  }

  #of(id: string, nowMs: number): Meter {
    let meter = this.#meters.get(id);
    if (!meter) {
      meter = { tokens: BURST_FRAMES, atMs: nowMs, dropped: 0, toldAtMs: Number.NEGATIVE_INFINITY, loose: 0 };
      this.#meters.set(id, meter);
    }
    return meter;
  }
}
