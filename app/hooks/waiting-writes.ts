import type { Command, Frame } from "#domain/rooms/protocol.ts";
import type { RoomAction, RoomState } from "./room-state.ts";

/** After the room said that it was too much at once. */
const SLOW_DOWN_MS = 2_000;

interface Session {
  userId: string;
  state(): RoomState;
  act(action: RoomAction): void;
  send(command: Command): void;
}

/** When what waits on this device goes out again: after a new start, a flood, and in slow mode when it is time. */
export class WaitingWrites {
  readonly #session: Session;
  #afterFlood: ReturnType<typeof setTimeout> | undefined;
  #afterWait: ReturnType<typeof setTimeout> | undefined;
  /** The last event of the room when it greeted this tab. */
  #welcomeSeq = 0;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Before the state takes the frame: how long the person has to wait. */
  hear(frame: Frame): void {
    if (frame.type === "welcome") this.#welcomeSeq = frame.lastSeq;
    if (frame.type === "error" && frame.code === "rate_limited" && !frame.clientId) {
      clearTimeout(this.#afterFlood);
      this.#afterFlood = setTimeout(() => this.send(), SLOW_DOWN_MS);
    }
    const seconds = this.#secondsToWait(frame);
    if (seconds === null) return;
    this.#session.act({ type: "wait", untilMs: Date.now() + seconds * 1000 });
    clearTimeout(this.#afterWait);
    if (seconds > 0) this.#afterWait = setTimeout(() => this.send(), seconds * 1000);
  }

  /** Once the state has taken it: a new start, or a new pace, lets out what waits. */
  heard(frame: Frame): void {
    if (frame.type === "welcome" || frame.type === "slow") this.send();
  }

  stop(): void {
    clearTimeout(this.#afterFlood);
    clearTimeout(this.#afterWait);
  }

  send(): void {
    const { outgoing, slowSeconds } = this.#session.state();
    const waiting = outgoing.filter(({ state, seq }) => state === "sending" && seq === null);
    const first = waiting.find(({ command }) => command.type === "send");
    for (const one of waiting) {
      // in slow mode one message at a time, so that none overtakes another that came a moment too early
      const held = slowSeconds && one.command.type === "send" && one !== first;
      if (!held) this.#session.send(one.command);
    }
  }

  /** Null: the frame says nothing about it. */
  #secondsToWait(frame: Frame): number | null {
    if (frame.type === "welcome" || frame.type === "slow") return frame.waitSeconds;
    if (frame.type === "error" && frame.code === "slow_mode") return frame.retryAfterSeconds ?? null;
    if (frame.type !== "event" || frame.event.type !== "sent") return null;
    // sent in another tab too; what is replayed is counted in the welcome
    const { seq, message } = frame.event;
    const isNew = message.authorId === this.#session.userId && seq > this.#welcomeSeq;
    return isNew ? this.#session.state().slowSeconds || null : null;
  }
}
