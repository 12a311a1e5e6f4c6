import type { Seat } from "../job.ts";

/** A socket in a room, of whichever server. */
export interface LiveClient {
  /** Resolves when the server has acknowledged the message. */
  say(text: string): Promise<void>;
  /** Resolves when the server has answered something that only its own code can. */
  ask(): Promise<void>;
  /** Ends the connection without a word, as a network does. */
  cut(): void;
  /** Comes back and asks for what was missed; resolves when the server has seated it again. */
  resume(): Promise<void>;
  close(): void;
}

/** Resolves when the server has seated the client. `hear` is told the text of each message. */
export type Connect = (url: string, seat: Seat, hear: (text: string) => void) => Promise<LiveClient>;

export const NO_ANSWER_MS = 60_000;

/** Who waits for an answer, by the name of the question. */
export class Waiting {
  readonly #waiting = new Map<string, (error?: Error) => void>();

  /** @throws Error when `settle` is told of one, or nothing comes within a minute */
  on(name: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.settle(name, new Error(`no answer to ${name}`)), NO_ANSWER_MS);
      this.#waiting.set(name, (error) => {
        clearTimeout(timer);
        if (error) reject(error);
        else resolve();
      });
    });
  }

  settle(name: string, error?: Error): void {
    const told = this.#waiting.get(name);
    this.#waiting.delete(name);
    told?.(error);
  }

  fail(error: Error): void {
    for (const name of [...this.#waiting.keys()]) this.settle(name, error);
  }
}
