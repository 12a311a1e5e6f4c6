import { setTimeout as delay } from "node:timers/promises";
import {
  applyStreamEvent,
  type InboxState,
  inboxStateSchema,
  streamEventSchema,
} from "#domain/notifications/schema.ts";
import type { Signed } from "./room-writer.ts";

/** Longer than the heartbeat of 15 s: a stream that says nothing for so long is dead. */
const SILENCE_MS = 18_000;
const RECONNECT_MS = 150;

/** One device of a person that listens to `/events` as an EventSource does, and writes down what it was told. */
export class InboxListener {
  /** Ids of notifications as they came. */
  readonly heard: number[] = [];
  /** Events whose id was not higher than that of the one before, on the same or an earlier stream. */
  outOfOrder = 0;
  resets = 0;
  reconnects = -1;
  state: InboxState | null = null;
  #stopped = new AbortController();
  readonly done: Promise<void>;

  constructor(
    readonly person: Signed,
    readonly url: string,
  ) {
    this.done = this.#stayConnected();
  }

  stop(): Promise<void> {
    this.#stopped.abort();
    return this.done;
  }

  async #stayConnected(): Promise<void> {
    while (!this.#stopped.signal.aborted) {
      this.reconnects += 1;
      const ended = new AbortController();
      const end = () => ended.abort();
      this.#stopped.signal.addEventListener("abort", end);
      try {
        this.state ??= await this.#loadState(ended.signal);
        await this.#listen(this.state.lastId, ended);
      } catch {
        // whatever ended it: the next one goes on from the last id
      }
      this.#stopped.signal.removeEventListener("abort", end);
      ended.abort();
      await delay(RECONNECT_MS * (0.5 + Math.random()));
    }
  }

  async #loadState(signal: AbortSignal): Promise<InboxState> {
    const answer = await this.#fetch("/api/v1/inbox", AbortSignal.any([signal, AbortSignal.timeout(5_000)]));
    return inboxStateSchema.parse(await answer.json());
  }

  async #listen(after: number, ended: AbortController): Promise<void> {
    let heardAt = Date.now();
    const watch = setInterval(() => Date.now() - heardAt > SILENCE_MS && ended.abort(), 500);
    try {
      const answer = await this.#fetch("/events", ended.signal, { "last-event-id": String(after) });
      if (!answer.body) throw new Error("/events answered without a body");
      const decoder = new TextDecoder();
      let text = "";
      const reader = answer.body.getReader();
      for (let read = await reader.read(); !read.done; read = await reader.read()) {
        heardAt = Date.now();
        text += decoder.decode(read.value, { stream: true });
        const blocks = text.split("\n\n");
        // what a cut leaves without its end is no event
        text = blocks.pop() ?? "";
        for (const block of blocks) await this.#onBlock(block, ended.signal);
      }
    } finally {
      clearInterval(watch);
    }
  }

  async #onBlock(block: string, signal: AbortSignal): Promise<void> {
    const data = /^data: (.*)$/m.exec(block)?.[1];
    if (!data || !this.state) return;
    const event = streamEventSchema.parse(JSON.parse(data));
    if (event.type === "reset") {
      this.resets += 1;
      this.state = await this.#loadState(signal);
      return;
    }
    if (event.lastId <= this.state.lastId) {
      this.outOfOrder += 1;
      return;
    }
    this.state = applyStreamEvent(this.state, event);
    if (event.type === "notification") this.heard.push(event.event.id);
  }

  async #fetch(path: string, signal: AbortSignal, headers: Record<string, string> = {}): Promise<Response> {
    const answer = await fetch(`${this.url}${path}`, {
      headers: { authorization: `Bearer ${this.person.token}`, ...headers },
      signal,
    });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
    return answer;
  }
}
