import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Server } from "socket.io";
import { z } from "zod";
import { announceReady, endWithParent } from "#local/processes/part.ts";

/** Chat as Socket.IO's own guide writes it: a room, an ack, and recovery of who was cut (from memory). */
const authSchema = z.object({ roomId: z.string() });
const http = createServer();
const io = new Server(http, {
  transports: ["websocket"],
  perMessageDeflate: false,
  connectionStateRecovery: { maxDisconnectionDuration: 120_000 },
});

io.on("connection", (socket) => {
  const { roomId } = authSchema.parse(socket.handshake.auth);
  void socket.join(roomId);
  socket.on("say", (text: unknown, ack: () => void) => {
    if (text !== "") io.to(roomId).emit("message", z.string().parse(text));
    ack();
  });
  socket.emit("seated");
});

endWithParent(() => io.close());
http.listen(0, "127.0.0.1");
await once(http, "listening");
announceReady({ url: `http://127.0.0.1:${(http.address() as AddressInfo).port}` });
