import type { Duplex } from "node:stream";
import { PGlite } from "@electric-sql/pglite";
import { pg_trgm } from "@electric-sql/pglite/contrib/pg_trgm";
import { vector } from "@electric-sql/pglite-pgvector";
import { BackendLease } from "./backend-lease.ts";
import { WireSession } from "./wire-session.ts";

export interface PgliteOptions {
  /** Folder of the data; left out, it lives in memory. */
  dataDir?: string;
  /** A dump to start from (`PGlite.dumpDataDir`), for a new database only. */
  snapshot?: Blob;
  idleInTransactionMs?: number;
}

/** Something that speaks the Postgres wire protocol to whoever connects. */
export interface PostgresServer {
  /** Serves one client. */
  accept(stream: Duplex): void;
  close(): Promise<void>;
}

/** Postgres in this process: real Postgres compiled to WebAssembly, with pgvector and pg_trgm. One backend. */
export async function startPglite(options: PgliteOptions): Promise<PostgresServer & { database: PGlite }> {
  const database = await PGlite.create({
    ...(options.dataDir && { dataDir: options.dataDir }),
    ...(options.snapshot && { loadDataDir: options.snapshot }),
    extensions: { vector, pg_trgm },
  });
  const lease = new BackendLease();
  const idleInTransactionMs = options.idleInTransactionMs ?? 15_000;
  return {
    database,
    accept: (stream) => void new WireSession(stream, { database, lease, idleInTransactionMs }),
    close: () => database.close(),
  };
}
