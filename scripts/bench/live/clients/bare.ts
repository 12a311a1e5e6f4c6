import WebSocket from "ws";
import type { Seat } from "../job.ts";
import { type LiveClient, Waiting } from "./client.ts";

/** The line alone: what is left is the generator's and the network's share of a figure. */
export async function connectBare(
  url: string,
  seat: Seat,
  hear: (text: string) => void,
): Promise<LiveClient> {
  const waiting = new Waiting();
  let socket: WebSocket;
  let said = 0;
  const resume = () => {
    socket = new WebSocket(`${url.replace("http", "ws")}/${seat.roomId}`, { perMessageDeflate: false });
    const seated = waiting.on("seated");
    socket.on("message", (data) => {
      const frame: { type: string; text: string } = JSON.parse(String(data));
      if (frame.type === "message") hear(frame.text);
      else waiting.settle(frame.text);
    });
    socket.on("error", (error) => waiting.fail(error));
    return seated;
  };
  await resume();
  const say = (text: string) => {
    said += 1;
    socket.send(JSON.stringify({ id: String(said), text }));
    return waiting.on(String(said));
  };
  return {
    say,
    ask: () => say(""),
    cut: () => socket.terminate(),
    resume,
    close: () => socket.close(),
  };
}
