import { Socket } from "node:net";
import { type Duplex, PassThrough } from "node:stream";
import pg from "pg";
import type { PostgresServer } from "./pglite-server.ts";
import { askForPassword, takeFrame, takeStartup, welcome } from "./wire-messages.ts";

/**
 * Any Postgres by its URL. A client is let in with whatever password; the server behind is entered with the URL's.
 * (Neon's driver sends its password unasked, which a server that trusts this machine would take for an error.)
 */
export function relayTo(url: string): PostgresServer {
  const open = new Set<Duplex>();
  return {
    accept(stream) {
      open.add(stream);
      stream.once("close", () => open.delete(stream));
      stream.on("error", () => stream.destroy());
      relay(stream, url).catch(() => stream.destroy());
    },
    async close() {
      for (const stream of open) stream.destroy();
    },
  };
}

async function relay(client: Duplex, url: string): Promise<void> {
  const early = await greet(client);
  const server = await connect(url);
  if (client.destroyed) {
    server.destroy();
    return;
  }
  client.write(welcome());
  server.write(early.read() ?? Buffer.alloc(0));
  early.pipe(server);
  server.pipe(client);
  client.on("close", () => server.destroy());
  server.on("close", () => client.destroy());
  server.on("error", () => client.destroy());
}

/** Takes startup and password off the stream; what follows comes out of the returned stream. */
function greet(client: Duplex): Promise<PassThrough> {
  const rest = new PassThrough();
  let unread = Buffer.alloc(0);
  let asked = false;
  return new Promise((resolve) => {
    const receive = (bytes: Buffer) => {
      unread = Buffer.concat([unread, bytes]);
      while (!asked) {
        const taken = takeStartup(unread);
        if (!taken) return;
        unread = taken.rest;
        asked = taken.startup.kind === "session";
        client.write(asked ? askForPassword : "N");
      }
      const password = takeFrame(unread);
      if (!password) return;
      client.off("data", receive);
      rest.write(password.type === "p" ? password.rest : unread);
      client.pipe(rest);
      resolve(rest);
    };
    client.on("data", receive);
  });
}

/** Signs in with `pg`, which knows every method, and then takes the bare socket from it. */
async function connect(url: string): Promise<Socket> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  const stream: unknown = Reflect.get(Reflect.get(client, "connection"), "stream");
  if (!(stream instanceof Socket)) throw new Error("pg no longer keeps its socket in connection.stream");
  stream.removeAllListeners("data");
  return stream;
}
