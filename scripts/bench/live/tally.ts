import { quantile, round } from "../report.ts";

/** What arrived at each listener of each message, and how long after it was sent. */
export class Tally {
  /** By message: when it was sent, on this process's clock, in milliseconds. */
  readonly #sentAt: number[] = [];
  /** By message: who hears it. */
  readonly #audience: number[] = [];
  readonly #heard: Set<number>[] = [];
  readonly #latencies: number[] = [];
  #deliveries = 0;
  doubled = 0;

  /** @returns the message's number. `listeners`: how many are to hear it; none, where it does not count */
  sent(listeners: number, atMs: number): number {
    this.#audience.push(listeners);
    return this.#sentAt.push(atMs) - 1;
  }

  heard(listener: number, message: number, atMs: number): void {
    this.#heard[listener] ??= new Set();
    const mine = this.#heard[listener];
    if (!this.#audience[message]) return;
    if (mine.has(message)) {
      this.doubled += 1;
      return;
    }
    mine.add(message);
    this.#deliveries += 1;
    this.#latencies.push(atMs - (this.#sentAt[message] ?? atMs));
  }

  has(listener: number, message: number): boolean {
    return this.#heard[listener]?.has(message) ?? false;
  }

  get lost(): number {
    return this.#audience.reduce((sum, listeners) => sum + listeners, 0) - this.#deliveries;
  }

  figures(): Record<string, number> {
    return {
      ...{ deliveries: this.#deliveries, lost: this.lost, doubled: this.doubled },
      ...spread(this.#latencies),
    };
  }
}

/** Milliseconds. */
export const spread = (values: number[], name = "") => ({
  [name ? `${name}P50` : "p50"]: round(quantile(values, 0.5)),
  [name ? `${name}P99` : "p99"]: round(quantile(values, 0.99)),
});
