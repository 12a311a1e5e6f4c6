import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Socket } from "node:net";
import { duplexPair } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { type WebSocket, WebSocketServer } from "ws";
import { type PgliteOptions, type PostgresServer, startPglite } from "./pglite-server.ts";
import { relayTo } from "./remote-server.ts";
import { answerSql } from "./sql-over-http.ts";
import { PATIENCE_SETTING } from "./wire-session.ts";

export interface EndpointOptions extends PgliteOptions {
  /** 0 or left out: a free one. */
  port?: number;
  /** A Postgres to stand in front of, instead of PGlite in this process. */
  url?: string;
  /** Milliseconds of distance put between Worker and database, per round trip. */
  rttMs?: number;
  /** How long a query over HTTP waits for the one backend before it answers SQLSTATE 55P03. */
  patienceMs?: number;
}

export interface Endpoint {
  /** For the Worker (through Neon's driver), `pg` and psql alike. */
  url: string;
  port: number;
  /** The data as a tar, to start another database from. */
  snapshot(): Promise<Blob>;
  close(): Promise<void>;
}

/**
 * Postgres on one port of 127.0.0.1 in three tongues: Neon's `POST /sql`, Neon's WebSocket `/v2`, and the plain
 * wire protocol for psql and `pg`. So the Worker runs the same driver here as in production.
 */
export async function startPostgresEndpoint(options: EndpointOptions = {}): Promise<Endpoint> {
  const { port = 0, url: remoteUrl, rttMs = 0, patienceMs = 5_000 } = options;
  const pglite = remoteUrl ? null : await startPglite(options);
  const postgres: PostgresServer = pglite ?? relayTo(remoteUrl ?? "");
  const sockets = new Set<Socket>();
  let pool: pg.Pool;

  const http = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    if (request.method !== "POST" || request.url !== "/sql") return void response.writeHead(404).end();
    if (rttMs > 0) await delay(rttMs);
    await answerSql(pool, request, response);
  });
  const webSockets = new WebSocketServer({ server: http, path: "/v2", perMessageDeflate: false });
  webSockets.on("connection", (socket) => carry(socket, postgres, rttMs / 2));

  const tcp = createTcpServer((socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.once("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    socket.once("data", (first: Buffer) => {
      socket.pause();
      socket.unshift(first);
      // a Postgres startup message begins with its length, which is short; HTTP begins with a letter
      if (first[0] === 0) postgres.accept(socket);
      else http.emit("connection", socket);
      socket.resume();
    });
  });
  await new Promise<void>((resolve, reject) => {
    tcp.once("error", reject);
    tcp.listen(port, "127.0.0.1", resolve);
  });
  const bound = (tcp.address() as AddressInfo).port;
  const url = `postgres://postgres:postgres@127.0.0.1:${bound}/postgres`;
  pool = new pg.Pool({
    connectionString: remoteUrl ?? url,
    max: 20,
    connectionTimeoutMillis: patienceMs,
    ...(pglite && { options: `-c ${PATIENCE_SETTING}=${patienceMs}` }),
  });
  // an idle connection that dies says so here; who takes it next gets a new one
  pool.on("error", () => {});

  return {
    url,
    port: bound,
    async snapshot() {
      if (!pglite) throw new Error("only PGlite can be dumped");
      return pglite.database.dumpDataDir("none");
    },
    async close() {
      const closed = new Promise((resolve) => tcp.close(resolve));
      await pool.end();
      for (const socket of sockets) socket.destroy();
      webSockets.close();
      await closed;
      await postgres.close();
    },
  };
}

/** The wire protocol inside WebSocket messages, each held back by `delayMs`. */
function carry(socket: WebSocket, postgres: PostgresServer, delayMs: number): void {
  const [ours, theirs] = duplexPair();
  const later = (act: () => void) => (delayMs > 0 ? void setTimeout(act, delayMs) : act());
  postgres.accept(theirs);
  socket.on("message", (data: Buffer) => later(() => ours.writable && ours.write(data)));
  ours.on("data", (data: Buffer) => later(() => socket.readyState === socket.OPEN && socket.send(data)));
  socket.on("close", () => ours.destroy());
  socket.on("error", () => ours.destroy());
  ours.on("error", () => socket.terminate());
  // after the last delayed bytes
  ours.on("close", () => later(() => socket.close()));
  ours.on("end", () => later(() => socket.close()));
}
