import { announceReady, endWithParent } from "#local/processes/part.ts";
import { watchForWorkerd } from "#local/worker/watch-for-workerd.ts";

/**
 * The bare relay as a Durable Object under Miniflare: what the product's runtime alone takes to write a row and hand a
 * message to everybody in a room, by sockets that let the object sleep. No name, no number, no resume.
 */
const script = `
import { DurableObject } from "cloudflare:workers";
export class Room extends DurableObject {
  constructor(state, env) {
    super(state, env);
    state.storage.sql.exec("create table if not exists said (id integer primary key, text text not null)");
  }
  fetch() {
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server);
    server.send(JSON.stringify({ type: "ack", text: "seated" }));
    return new Response(null, { status: 101, webSocket: client });
  }
  webSocketMessage(socket, raw) {
    const { id, text } = JSON.parse(raw);
    if (text !== "") {
      this.ctx.storage.sql.exec("insert into said (text) values (?)", text);
      const frame = JSON.stringify({ type: "message", text });
      for (const one of this.ctx.getWebSockets()) one.send(frame);
    }
    socket.send(JSON.stringify({ type: "ack", text: id }));
  }
  webSocketClose(socket) {
    socket.close();
  }
}
export default { fetch: (request, env) => env.ROOM.getByName(new URL(request.url).pathname).fetch(request) };
`;

const workerd = watchForWorkerd();
const { Miniflare, convertV4MiniflareOptions } = await import("miniflare");
const WORKER = "";
const miniflare = new Miniflare(
  convertV4MiniflareOptions({
    name: WORKER,
    modules: true,
    script,
    compatibilityDate: "2026-11-09",
    durableObjects: { ROOM: { className: "Room", useSQLite: true } },
    unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }],
    host: "127.0.0.1",
    port: 0,
  }),
);
endWithParent(() => miniflare.dispose());
await miniflare.ready;
const url = await miniflare.unsafeGetDirectURL(WORKER);
announceReady({ url: url.origin, pid: (await workerd).pid });
