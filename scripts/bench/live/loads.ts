import type { Job, PeerName } from "./job.ts";

export interface Load {
  name: string;
  /** In words, with its numbers. */
  what: string;
  servers: readonly PeerName[];
  rooms: number;
  people: number;
  /** How often each server has its turn, at most. */
  rounds: number;
  job: Omit<Job, "peer" | "url" | "rooms">;
}

const all: readonly PeerName[] = ["bare", "workerd", "product", "socket-io", "centrifugo"];
const relays: readonly PeerName[] = ["bare", "workerd"];
const nothing = { writers: 1, periodMs: 1_000, messages: 0, warmUp: 0, silentMs: 0 };

/** The loads of a run. `scale` shrinks numbers of people and rooms, never paces. */
export function loads(seconds: number, scale: number): Load[] {
  const some = (count: number) => Math.max(1, Math.round(count * scale));
  return [
    {
      name: "1x200",
      what: `1 room, ${some(200)} sockets, 50 messages/s by ${Math.min(10, some(200))} of them`,
      servers: all,
      rooms: 1,
      people: some(200),
      rounds: 2,
      // the product admits 60 frames a second of one person: ten who write five each stay far below
      job: {
        ...nothing,
        load: "rooms",
        writers: Math.min(10, some(200)),
        periodMs: 20,
        messages: 50 * seconds,
        warmUp: 100,
      },
    },
    {
      name: "100x20",
      what: `${some(100)} rooms, 20 sockets each, 1 message/s each`,
      servers: all,
      rooms: some(100),
      people: 20,
      rounds: 1,
      job: { ...nothing, load: "rooms", writers: 20, messages: seconds, warmUp: 3 },
    },
    ...[500, 2_000].map((streams): Load => {
      const listeners = some(streams / 20) * 20;
      const pace = streams > 1_000 ? 3_000 : 1_500;
      return {
        name: `sse-${streams}`,
        what: `${listeners} streams of server-sent events, 20 events each, one in ${pace / 1_000} s`,
        servers: ["product", "centrifugo"],
        rooms: some(streams / 20),
        people: 21,
        rounds: 1,
        // the product tells an inbox of a room at most once a second
        job: { ...nothing, load: "streams", periodMs: pace, messages: 20, warmUp: 1 },
      };
    }),
    {
      name: "storm",
      what: `${some(50) * 20} sockets in ${some(50)} rooms cut and back at once, 5 messages a room meanwhile`,
      servers: all.filter((name) => !relays.includes(name)),
      rooms: some(50),
      people: 20,
      rounds: 1,
      job: { ...nothing, load: "storm", messages: 5 },
    },
    {
      name: "idle",
      what: `${some(1_000)} rooms with an open socket each (20 come in a second), silent, then one frame in each`,
      servers: ["product"],
      rooms: some(1_000),
      people: 2,
      rounds: 1,
      // workerd lets an object sleep that had nothing to do for 10 s
      job: { ...nothing, load: "idle", periodMs: 50, silentMs: 20_000 },
    },
  ];
}
