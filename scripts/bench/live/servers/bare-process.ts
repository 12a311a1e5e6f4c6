import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";
import { z } from "zod";
import { announceReady, endWithParent } from "#local/processes/part.ts";

/** Hands each message to everybody in its room and knows nothing else: no name, no number, no history. */
const saidSchema = z.object({ id: z.string(), text: z.string() });
const http = createServer();
const sockets = new WebSocketServer({ server: http, perMessageDeflate: false });
const rooms = new Map<string, Set<WebSocket>>();

sockets.on("connection", (socket, request) => {
  const roomId = request.url ?? "";
  const room = rooms.get(roomId) ?? new Set<WebSocket>();
  rooms.set(roomId, room.add(socket));
  socket.on("close", () => room.delete(socket));
  socket.on("message", (data) => {
    const { id, text } = saidSchema.parse(JSON.parse(String(data)));
    const frame = JSON.stringify({ type: "message", text });
    if (text !== "") for (const one of room) one.send(frame);
    socket.send(JSON.stringify({ type: "ack", text: id }));
  });
  socket.send(JSON.stringify({ type: "ack", text: "seated" }));
});

endWithParent(async () => {
  for (const socket of sockets.clients) socket.terminate();
  http.close();
});
http.listen(0, "127.0.0.1");
await once(http, "listening");
announceReady({ url: `http://127.0.0.1:${(http.address() as AddressInfo).port}` });
