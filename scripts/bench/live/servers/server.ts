import { scriptCommand, startPart } from "#local/processes/child.ts";
import type { PeerName, Seat } from "../job.ts";

/** A server under load. */
export interface LiveServer {
  name: PeerName;
  url: string;
  /** What an acknowledged message is promised. */
  promise: string;
  /** Of the server's own process. */
  pid: number;
  /** Of what else works for it, by name. */
  helpers: Record<string, number>;
  /** Rooms with so many people each. */
  makeRooms(rooms: number, people: number): Promise<Seat[][]>;
  /** How often each room was brought into memory, where the server puts rooms to sleep. */
  boots?(): Promise<Record<string, number>>;
  stop(): Promise<void>;
}

let made = 0;

/** For servers that let everybody in: names that no run before used. */
export function namedRooms(rooms: number, people: number): Promise<Seat[][]> {
  const seats = Array.from({ length: rooms }, () => {
    made += 1;
    return Array.from({ length: people }, () => ({ roomId: `room${made}`, token: "" }));
  });
  return Promise.resolve(seats);
}

/** A server of this folder that is a script. */
export async function startScript(name: PeerName, promise: string): Promise<LiveServer> {
  const file = new URL(`./${name}-process.ts`, import.meta.url);
  const command = scriptCommand(name, file, {});
  const part = await startPart({ ...command, onLine: (line) => console.error(`${name}: ${line}`) });
  const url = String(part.ready.url);
  // where a script has its server run by another process, it says by which
  const pid = Number(part.ready.pid ?? part.pid);
  return { name, url, promise, pid, helpers: {}, makeRooms: namedRooms, stop: part.stop };
}
