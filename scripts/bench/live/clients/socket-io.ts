import { io } from "socket.io-client";
import type { Seat } from "../job.ts";
import { type LiveClient, NO_ANSWER_MS } from "./client.ts";

/** Socket.IO's own client, on WebSocket from the start, with its own way of coming back. */
export async function connectSocketIo(
  url: string,
  seat: Seat,
  hear: (text: string) => void,
): Promise<LiveClient> {
  const socket = io(url, {
    transports: ["websocket"],
    forceNew: true,
    auth: { roomId: seat.roomId },
    reconnectionDelay: 1,
    reconnectionDelayMax: 1,
    randomizationFactor: 0,
  });
  const seated = () =>
    new Promise<void>((resolve) => {
      socket.once("seated", resolve);
    });
  socket.on("message", hear);
  await seated();
  let again: Promise<void> = Promise.resolve();
  return {
    say: (text) => socket.timeout(NO_ANSWER_MS).emitWithAck("say", text),
    ask: () => socket.timeout(NO_ANSWER_MS).emitWithAck("say", ""),
    cut() {
      again = seated();
      // the client comes back by itself
      socket.io.engine.close();
    },
    resume: () => again,
    close: () => {
      socket.disconnect();
    },
  };
}
