/** Thrown to who waited longer than it wanted to for the one backend. */
export class BackendBusyError extends Error {
  override readonly name = "BackendBusyError";
}

interface Waiter {
  holder: object;
  enter(): void;
  fail(error: Error): void;
}

/**
 * PGlite is one backend. A connection leases it from the first byte of a batch until the transaction is over,
 * as a transaction pooler lends its server connections; the others stand in line, first come first served.
 */
export class BackendLease {
  #holder: object | null = null;
  #line: Waiter[] = [];

  get waiting(): number {
    return this.#line.length;
  }

  isHeldBy(holder: object): boolean {
    return this.#holder === holder;
  }

  /**
   * Resolves when `holder` has the backend (at once when it has it already).
   * @throws BackendBusyError after `patienceMs`, or when `leave` is called meanwhile
   */
  async acquire(holder: object, patienceMs: number | null): Promise<void> {
    if (this.#holder === holder) return;
    if (this.#holder === null) {
      this.#holder = holder;
      return;
    }
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((enter, fail) => {
      this.#line.push({ holder, enter, fail });
      if (patienceMs !== null) timer = setTimeout(() => this.leave(holder), patienceMs);
    }).finally(() => clearTimeout(timer));
  }

  /** Gives up a place in the line. */
  leave(holder: object): void {
    const place = this.#line.findIndex((waiter) => waiter.holder === holder);
    if (place === -1) return;
    const [waiter] = this.#line.splice(place, 1);
    waiter?.fail(new BackendBusyError("another connection kept the backend too long"));
  }

  release(holder: object): void {
    if (this.#holder !== holder) return;
    const next = this.#line.shift();
    this.#holder = next?.holder ?? null;
    next?.enter();
  }
}
