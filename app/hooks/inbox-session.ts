import { z } from "zod/mini";
import {
  applyStreamEvent,
  type InboxState,
  inboxStateSchema,
  type StreamEvent,
  streamEventSchema,
} from "#domain/notifications/schema.ts";

const statuses = ["connecting", "open", "offline", "signed-out"] as const;
export type InboxStatus = (typeof statuses)[number];

export interface InboxView {
  state: InboxState;
  /** The last notification that arrived while this tab was open, for a toast. */
  latest: Extract<StreamEvent, { type: "notification" }> | null;
  status: InboxStatus;
}

/** What tabs tell each other. A tab that opens says where it stands; who stands further answers. */
const tabMessageSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("hello"), state: inboxStateSchema }),
  z.object({ type: z.literal("state"), state: inboxStateSchema }),
  z.object({ type: z.literal("event"), event: streamEventSchema }),
  z.object({ type: z.literal("status"), status: z.enum(statuses) }),
]);
type TabMessage = z.infer<typeof tabMessageSchema>;

/** A browser does not come back by itself after an HTTP error. */
const RETRY_MS = 5_000;
const MAX_RETRY_MS = 60_000;
const UNAUTHORIZED = 401;

/**
 * The inbox of one tab. One tab of all, elected by a Web Lock, holds the stream and shares what comes by a
 * BroadcastChannel: a stream a tab would use up the six connections that HTTP/1.1 allows.
 */
export class InboxSession {
  readonly #listeners = new Set<() => void>();
  readonly #name: string;
  #view: InboxView;
  #channel: BroadcastChannel | null = null;
  #source: EventSource | null = null;
  #leave = new AbortController();
  #retry: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;

  constructor(
    userId: string,
    initial: InboxState,
    /** More was missed than is kept: the page fetches its state afresh and gives it to `adopt`. */
    readonly onReset: () => void,
  ) {
    this.#name = `atas:inbox:${userId}`;
    this.#view = { state: initial, latest: null, status: "connecting" };
  }

  readonly view = (): InboxView => this.#view;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  start(): void {
    this.#channel = new BroadcastChannel(this.#name);
    this.#channel.addEventListener("message", ({ data }) => this.#onTabMessage(data));
    this.#tell({ type: "hello", state: this.#view.state });
    this.#lineUp();
  }

  #lineUp(): void {
    this.#leave = new AbortController();
    void this.#lead();
  }

  stop(): void {
    this.#leave.abort();
    this.#closeStream();
    this.#channel?.close();
    this.#channel = null;
  }

  /** Takes a state from a loader or another tab, if it is no older than what is here. */
  adopt(state: InboxState): void {
    if (state.lastId < this.#view.state.lastId || state === this.#view.state) return;
    this.#show({ state });
  }

  async #lead(): Promise<void> {
    const { signal } = this.#leave;
    if (!("locks" in navigator)) return this.#openStream();
    const untilLeaving = () =>
      new Promise<void>((resolve) => {
        if (signal.aborted) return resolve();
        signal.addEventListener("abort", () => resolve());
        this.#openStream();
      });
    await navigator.locks.request(this.#name, { signal }, untilLeaving).catch(() => {
      // the tab went away while it waited for its turn
    });
  }

  #openStream(): void {
    const source = new EventSource(`/events?after=${this.#view.state.lastId}`);
    this.#source = source;
    source.addEventListener("open", () => {
      this.#failures = 0;
      this.#setStatus("open");
    });
    source.addEventListener("error", () => this.#onError(source));
    for (const type of ["notification", "read", "room", "reset"]) {
      source.addEventListener(type, ({ data }) => this.#onStreamData(data));
    }
  }

  #onError(source: EventSource): void {
    this.#setStatus(source.readyState === EventSource.CLOSED ? "offline" : "connecting");
    if (source.readyState !== EventSource.CLOSED || source !== this.#source) return;
    void this.#lookWhetherSignedOut(source);
    const delayMs = Math.min(MAX_RETRY_MS, RETRY_MS * 2 ** this.#failures);
    this.#failures += 1;
    this.#retry = setTimeout(() => this.#openStream(), delayMs * (0.5 + Math.random() / 2));
  }

  /**
   * A browser says nothing of why a stream was refused. Where it is the session that ended, trying again is no use: the
   * line is left to another tab, which may sign in.
   */
  async #lookWhetherSignedOut(source: EventSource): Promise<void> {
    const status = await fetch("/api/v1/inbox").then(
      (answer) => answer.status,
      () => 0,
    );
    if (status !== UNAUTHORIZED || source !== this.#source) return;
    this.#closeStream();
    this.#leave.abort();
    this.#setStatus("signed-out");
  }

  #closeStream(): void {
    clearTimeout(this.#retry);
    this.#source?.close();
    this.#source = null;
  }

  #onStreamData(data: unknown): void {
    const event = parse(streamEventSchema, data);
    if (!event) return;
    this.#apply(event);
    this.#tell({ type: "event", event });
  }

  #onTabMessage(data: unknown): void {
    const message = parse(tabMessageSchema, data);
    if (!message) return;
    switch (message.type) {
      case "hello":
        if (message.state.lastId < this.#view.state.lastId) {
          this.#tell({ type: "state", state: this.#view.state });
        }
        if (this.#source) this.#tell({ type: "status", status: this.#view.status });
        this.adopt(message.state);
        break;
      case "state":
        this.adopt(message.state);
        break;
      case "event":
        this.#apply(message.event);
        break;
      case "status":
        // somebody signed in again in another tab
        if (this.#view.status === "signed-out" && message.status === "open") this.#lineUp();
        this.#show({ status: message.status });
        break;
    }
  }

  #apply(event: StreamEvent): void {
    const state = applyStreamEvent(this.#view.state, event);
    if (state === this.#view.state) return;
    this.#show({ state, ...(event.type === "notification" && { latest: event }) });
    if (event.type === "reset") this.onReset();
  }

  #setStatus(status: InboxStatus): void {
    this.#show({ status });
    this.#tell({ type: "status", status });
  }

  #tell(message: TabMessage): void {
    this.#channel?.postMessage(JSON.stringify(message));
  }

  #show(change: Partial<InboxView>): void {
    this.#view = { ...this.#view, ...change };
    for (const listener of this.#listeners) listener();
  }
}

/** Null for what this page doesn't know: it comes from a newer one. */
function parse<T>(schema: z.ZodMiniType<T>, data: unknown): T | null {
  try {
    const parsed = schema.safeParse(JSON.parse(String(data)));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
