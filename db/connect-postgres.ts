import { neon, neonConfig, Pool } from "@neondatabase/serverless";
import { drizzle as drizzleHttp } from "drizzle-orm/neon-http";
import { drizzle as drizzleSocket } from "drizzle-orm/neon-serverless";
import * as tables from "./tables/index.ts";

export interface PostgresOptions {
  /** `postgres://…`; a host of 127.0.0.1 or localhost means the local endpoint that speaks Neon's protocol. */
  url: string;
  /** Called once for each round trip to the database. */
  onRoundTrip?: () => void;
}

/** Whom Postgres gives up is rarely in the other's way once more: the other has gone on. */
const MOST_TRIES = 3;

/**
 * Opens Neon for one request: `db` sends each query (or one `batch`, as a transaction) over HTTP;
 * `transaction` opens a WebSocket for an interactive one and closes it at the end.
 * Nothing here may outlive the request, since Workers refuse I/O across requests.
 */
export function connectPostgres({ url, onRoundTrip = () => {} }: PostgresOptions) {
  pointAtLocalEndpoint(new URL(url));
  const client = neon(url);
  const counted = new Proxy(client, {
    get(target, key) {
      const member = Reflect.get(target, key);
      if (key === "query")
        return (...args: Parameters<typeof client.query>) => whenSent(target.query(...args));
      if (key !== "transaction") return member;
      return (...args: Parameters<typeof client.transaction>) => sent(() => target.transaction(...args));
    },
  });
  /** A query is sent when it is awaited; a batch is made of queries that never are. */
  function whenSent<Query extends PromiseLike<unknown>>(query: Query): Query {
    const send = query.then.bind(query);
    return Object.assign(query, {
      // biome-ignore lint/suspicious/noThenProperty: it is a promise already
      then: (...args: Parameters<typeof send>) => sent(() => send()).then(...args),
    });
  }
  /** Sends it, and again where Postgres gave it up for another transaction's sake: nothing of it is written then. */
  async function sent<T>(send: () => PromiseLike<T>): Promise<T> {
    for (let tries = 1; ; tries += 1) {
      onRoundTrip();
      try {
        return await send();
      } catch (error) {
        if (tries === MOST_TRIES || !isGivenUp(error)) throw error;
      }
    }
  }
  const db = drizzleHttp({ client: counted, schema: tables });

  async function transaction<T>(run: (tx: Transaction) => Promise<T>): Promise<T> {
    const pool = new Pool({ connectionString: url, max: 1 });
    // A connection that dies between queries reports here; the query that needs it throws by itself.
    pool.on("error", () => {});
    const logger = { logQuery: onRoundTrip };
    try {
      return await drizzleSocket({ client: pool, schema: tables, logger }).transaction(run);
    } catch (error) {
      // Where no connection comes about, the driver rejects with the socket's event instead of an error.
      throw error instanceof Event ? new Error("websocket to the database failed", { cause: error }) : error;
    } finally {
      await pool.end();
    }
  }
  return { db, transaction };
}

/** Over HTTP: each statement or `batch` is a transaction of its own. */
export type Database = ReturnType<typeof connectPostgres>["db"];
/** Inside `ctx.transaction`: use this handle alone until it ends. */
export type Transaction = Parameters<
  Parameters<ReturnType<typeof drizzleSocket<typeof tables>>["transaction"]>[0]
>[0];
/** Either, for queries that serve both. */
export type Queryable = Database | Transaction;

/** SQLSTATE 40P01, deadlock detected, and 40001, serialization failure: the manual's advice is to try again. */
const isGivenUp = (error: unknown): boolean =>
  error instanceof Error && "code" in error && (error.code === "40P01" || error.code === "40001");

/** The settings are the driver's, for all connections: two local databases differ by their ports. */
function pointAtLocalEndpoint(url: URL) {
  if (url.hostname !== "127.0.0.1" && url.hostname !== "localhost") return;
  neonConfig.fetchEndpoint = (host, port) => `http://${host}:${port}/sql`;
  neonConfig.wsProxy = (host, port) => `${host}:${port}/v2`;
  neonConfig.useSecureWebSocket = false;
}
