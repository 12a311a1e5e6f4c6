import type { Duplex } from "node:stream";
import type { PGlite } from "@electric-sql/pglite";
import { BackendBusyError, type BackendLease } from "./backend-lease.ts";
import {
  askForPassword,
  errorResponse,
  lastStatus,
  readyForQuery,
  simpleQuery,
  sync,
  takeFrame,
  takeStartup,
  welcome,
} from "./wire-messages.ts";

/** A connection whose `options` carry this setting gets SQLSTATE 55P03 when it has to wait longer for the backend. */
export const PATIENCE_SETTING = "local.lease_wait_ms";

export interface WireSessionOptions {
  database: PGlite;
  lease: BackendLease;
  /** After this long without a word inside a transaction the connection is cut and rolled back. */
  idleInTransactionMs: number;
}

/** Frames that end a batch: simple query, Sync, Flush, function call. Others wait for one of these. */
const batchEnds = new Set(["Q", "S", "H", "F"]);

/**
 * Serves one client of the Postgres wire protocol from PGlite, with the semantics of a transaction pooler.
 * The lease is kept while an answer holds no ReadyForQuery or one that is not idle: the drivers send
 * Execute + Flush first and Sync later, and nobody else's statement may run between the two.
 * Session state (SET, named prepared statements) is shared by all connections, as behind a pooler.
 */
export class WireSession {
  readonly #stream: Duplex;
  readonly #options: WireSessionOptions;
  #unread = Buffer.alloc(0);
  #batch: Buffer[] = [];
  #stage: "startup" | "password" | "queries" = "startup";
  #patienceMs: number | null = null;
  #work: Promise<void> = Promise.resolve();
  #closed = false;
  #idleTimer: NodeJS.Timeout | undefined;

  constructor(stream: Duplex, options: WireSessionOptions) {
    this.#stream = stream;
    this.#options = options;
    stream.on("data", (bytes: Buffer) => this.#receive(bytes));
    stream.on("error", () => this.#close());
    stream.on("close", () => this.#close());
  }

  #receive(bytes: Buffer): void {
    this.#unread = Buffer.concat([this.#unread, bytes]);
    while (this.#stage === "startup" ? this.#readStartup() : this.#readFrame());
  }

  #readStartup(): boolean {
    const taken = takeStartup(this.#unread);
    if (!taken) return false;
    this.#unread = taken.rest;
    const { startup } = taken;
    if (startup.kind === "encryption") this.#stream.write("N");
    else if (startup.kind === "cancel") this.#stream.end();
    else {
      this.#patienceMs = patienceOf(startup.parameters.options ?? "");
      this.#stage = "password";
      this.#stream.write(askForPassword);
    }
    return startup.kind !== "cancel";
  }

  #readFrame(): boolean {
    const taken = takeFrame(this.#unread);
    if (!taken) return false;
    this.#unread = taken.rest;
    if (this.#stage === "password") {
      // any password will do: the server listens on this machine alone
      this.#stage = "queries";
      this.#stream.write(welcome());
      if (taken.type === "p") return true;
    }
    if (taken.type === "X") {
      this.#stream.end();
      return false;
    }
    this.#batch.push(taken.whole);
    if (batchEnds.has(taken.type)) this.#enqueueBatch();
    return true;
  }

  #enqueueBatch(): void {
    const batch = Buffer.concat(this.#batch);
    this.#batch = [];
    this.#work = this.#work
      .then(() => this.#run(batch))
      .catch(async (error: unknown) => {
        this.#stream.destroy(error instanceof Error ? error : new Error(String(error)));
        await this.#rollBack();
      });
  }

  async #run(batch: Buffer): Promise<void> {
    if (this.#closed) return;
    clearTimeout(this.#idleTimer);
    const { lease } = this.#options;
    try {
      await lease.acquire(this, this.#patienceMs);
    } catch (error) {
      if (!(error instanceof BackendBusyError)) throw error;
      if (!this.#closed)
        this.#stream.write(
          Buffer.concat([errorResponse("ERROR", "55P03", error.message), readyForQuery("I")]),
        );
      return;
    }
    if (this.#closed) return this.#rollBack();
    const answer = await this.#execute(batch);
    if (this.#closed) return this.#rollBack();
    this.#stream.write(answer);
    if (lastStatus(answer) === "I") lease.release(this);
    else this.#idleTimer = setTimeout(() => this.#cutIdle(), this.#options.idleInTransactionMs);
  }

  async #execute(batch: Buffer): Promise<Buffer> {
    const parts: Buffer[] = [];
    await this.#options.database.execProtocolRawStream(batch, {
      // the bytes lie in PGlite's memory and are overwritten by its next answer
      onRawData: (bytes) => parts.push(Buffer.from(bytes)),
    });
    return Buffer.concat(parts);
  }

  #cutIdle(): void {
    this.#stream.write(
      errorResponse("FATAL", "25P03", "terminating connection due to idle-in-transaction timeout"),
    );
    this.#stream.end();
    this.#close();
  }

  #close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#idleTimer);
    this.#options.lease.leave(this);
    this.#work = this.#work.then(() => this.#rollBack());
  }

  /** The first ROLLBACK ends an open batch; if that one had failed, it is skipped up to the Sync and the second counts. */
  async #rollBack(): Promise<void> {
    const { lease, database } = this.#options;
    if (!lease.isHeldBy(this)) return;
    try {
      const rollback = simpleQuery("ROLLBACK");
      if (!database.closed) for (const message of [rollback, sync, rollback]) await this.#execute(message);
    } finally {
      lease.release(this);
    }
  }
}

function patienceOf(options: string): number | null {
  const value = new RegExp(`${PATIENCE_SETTING.replace(".", "\\.")}=(\\d+)`).exec(options)?.[1];
  return value === undefined ? null : Number(value);
}
