import { z } from "zod";

export const peerNames = ["bare", "workerd", "product", "socket-io", "centrifugo"] as const;
export type PeerName = (typeof peerNames)[number];

/** Somebody's place in a room; the token is the product's alone, peers let everybody in. */
const seatSchema = z.object({ roomId: z.string(), token: z.string() });
export type Seat = z.infer<typeof seatSchema>;

/** What the load generator is to do; it reads it from a file, since argument lists are bounded. */
export const jobSchema = z.object({
  load: z.enum(["rooms", "streams", "storm", "idle"]),
  peer: z.enum(peerNames),
  url: z.string(),
  /** Seats by room. The first `writers` of each write in turn. */
  rooms: z.array(z.array(seatSchema)),
  writers: z.number(),
  /** Between two messages of one room. */
  periodMs: z.number(),
  /** In each room. */
  messages: z.number(),
  /** In each room, before those that count. */
  warmUp: z.number(),
  /** How long everybody is silent, where that is the load. */
  silentMs: z.number(),
});
export type Job = z.infer<typeof jobSchema>;

/** What the generator says on the way; the parent reads the server's meters at each. */
export const phaseSchema = z.object({ phase: z.enum(["begin", "end", "open", "silent"]) });

export const resultSchema = z.object({ result: z.record(z.string(), z.number()) });
