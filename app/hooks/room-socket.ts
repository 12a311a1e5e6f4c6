import {
  type Command,
  closeCodes,
  type Frame,
  frameSchema,
  PROTOCOL_VERSION,
} from "#domain/rooms/protocol.ts";
import type { RoomStatus } from "./room-state.ts";

const FIRST_DELAY_MS = 500;
const MAX_DELAY_MS = 30_000;
/** After so many tries in a row the page says that it is offline. */
const TRIES_UNTIL_OFFLINE = 4;
/** A connection can die without a word: so often it is asked, and so long it may take to answer. */
const PING_MS = 25_000;
const ANSWER_MS = 10_000;

/** Codes after which another try by itself would meet the same answer, and how it then stands. */
const finalCodes: ReadonlyMap<number, RoomStatus> = new Map([
  [closeCodes.signedOut, "signed-out"],
  [closeCodes.notMember, "not-member"],
  [closeCodes.oldProtocol, "offline"],
  [closeCodes.flooding, "offline"],
]);

interface Listeners {
  /** Number of the last event applied, or null before the first answer. */
  lastSeq(): number | null;
  onFrame(frame: Frame): void;
  onStatus(status: RoomStatus): void;
}

/** Milliseconds until another try: doubling, with jitter, so that a deploy's reconnects spread out. */
export const reconnectDelay = (tries: number, random: () => number = Math.random): number =>
  Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** tries) * (0.5 + random() / 2);

/** A room's socket that comes back by itself and resumes where the state stands. */
export class RoomSocket {
  #socket: WebSocket | null = null;
  #tries = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #ping: ReturnType<typeof setInterval> | undefined;
  #answer: ReturnType<typeof setTimeout> | undefined;
  #stopped = true;
  /** Shown out: a try that is refused after that is not repeated, since a refusal says no code. */
  #shownOut: RoomStatus | null = null;

  constructor(
    readonly roomId: string,
    readonly listeners: Listeners,
  ) {}

  start(): void {
    this.#stopped = false;
    addEventListener("online", this.reconnect);
    addEventListener("offline", this.#onOffline);
    document.addEventListener("visibilitychange", this.#onVisible);
    this.#connect();
  }

  stop(): void {
    this.#stopped = true;
    removeEventListener("online", this.reconnect);
    removeEventListener("offline", this.#onOffline);
    document.removeEventListener("visibilitychange", this.#onVisible);
    this.#drop();
  }

  get isOpen(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  /** @returns false when there is no connection: whoever asks keeps what has to arrive */
  send(command: Command): boolean {
    if (!this.isOpen) return false;
    this.#socket?.send(JSON.stringify(command));
    if ("clientId" in command || command.type === "ping") this.#expectAnswer();
    return true;
  }

  /** Opens a new connection now, whatever the old one is doing. */
  readonly reconnect = (): void => {
    if (this.#stopped) return;
    this.#tries = 0;
    this.#drop();
    this.#connect();
  };

  readonly #onOffline = (): void => {
    this.#drop();
    this.listeners.onStatus("offline");
  };

  readonly #onVisible = (): void => {
    if (document.visibilityState === "visible" && !this.isOpen) this.reconnect();
  };

  #connect(): void {
    const url = new URL(`/rooms/${this.roomId}/socket`, location.href);
    url.protocol = url.protocol.replace("http", "ws");
    url.searchParams.set("v", String(PROTOCOL_VERSION));
    const after = this.listeners.lastSeq();
    if (after !== null) url.searchParams.set("after", String(after));
    const socket = new WebSocket(url);
    this.#socket = socket;
    socket.addEventListener("message", ({ data }) => {
      if (socket === this.#socket) this.#onMessage(data);
    });
    socket.addEventListener("close", ({ code }) => {
      if (socket === this.#socket) this.#onClosed(code);
    });
  }

  #onMessage(data: unknown): void {
    clearTimeout(this.#answer);
    this.#answer = undefined;
    const frame = parseFrame(data);
    if (!frame) return;
    this.listeners.onFrame(frame);
    if (frame.type === "welcome") {
      this.#tries = 0;
      this.#shownOut = null;
      clearInterval(this.#ping);
      this.#ping = setInterval(() => this.send({ type: "ping" }), PING_MS);
      this.listeners.onStatus("open");
    }
  }

  #onClosed(code: number): void {
    this.#drop();
    // the person may have signed in again meanwhile, and can ask for another try
    const final = finalCodes.get(code) ?? this.#shownOut;
    if (final) {
      this.#shownOut = final === "offline" ? null : final;
      this.listeners.onStatus(final);
      return;
    }
    const away = !navigator.onLine || this.#tries >= TRIES_UNTIL_OFFLINE;
    this.listeners.onStatus(away ? "offline" : "reconnecting");
    if (this.#stopped) return;
    this.#retry = setTimeout(() => this.#connect(), reconnectDelay(this.#tries));
    this.#tries += 1;
  }

  #expectAnswer(): void {
    this.#answer ??= setTimeout(this.reconnect, ANSWER_MS);
  }

  #drop(): void {
    clearTimeout(this.#retry);
    clearInterval(this.#ping);
    clearTimeout(this.#answer);
    this.#answer = undefined;
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }
}

/** A frame that this page doesn't know comes from a newer room and is passed over. */
function parseFrame(data: unknown): Frame | null {
  try {
    const parsed = frameSchema.safeParse(JSON.parse(String(data)));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
