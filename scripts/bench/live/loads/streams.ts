import type { StreamEvent } from "#domain/notifications/schema.ts";
import { connectProduct } from "../clients/product.ts";
import { openStream } from "../clients/stream.ts";
import type { Job, Seat } from "../job.ts";
import { Tally } from "../tally.ts";
import {
  inTime,
  messageOf,
  patiently,
  rest,
  type Say,
  settled,
  someAtATime,
  textOf,
  watchOwnDelay,
} from "./pace.ts";

/** How a server's streams are opened and fed. */
interface Feed {
  listen(seat: Seat, listener: number, hear: (text: string) => void): Promise<{ close(): void }>;
  /** Who tells the listeners of a room; resolves when the server has taken it. */
  teller(room: readonly Seat[], listeners: number[]): Promise<(text: string) => Promise<void>>;
}

/** A message in a room: its members' inboxes hear of it, and their streams of the inbox. */
const product = (url: string): Feed => ({
  listen: ({ token }, _, hear) =>
    openStream(`${url}/events`, { authorization: `Bearer ${token}` }, (data) => {
      const event: StreamEvent = JSON.parse(data);
      if (event.type === "room" && event.room.preview) hear(event.room.preview);
    }),
  async teller([seat]) {
    if (!seat) throw new Error("an empty room");
    const client = await connectProduct(url, seat, () => {});
    return (text) => client.say(text);
  },
});

/** A broadcast to a channel of each listener. */
const centrifugo = (url: string): Feed => ({
  listen: ({ roomId }, listener, hear) => {
    const subs = { [`${roomId}-${listener}`]: {} };
    const address = new URL("/connection/uni_sse", url);
    address.searchParams.set("cf_connect", JSON.stringify({ subs }));
    return openStream(address.href, {}, (data) => {
      const reply: { pub?: { data: { text: string } } } = JSON.parse(data);
      if (reply.pub) hear(reply.pub.data.text);
    });
  },
  async teller([seat], listeners) {
    const channels = listeners.map((listener) => `${seat?.roomId}-${listener}`);
    return async (text) => {
      const body = JSON.stringify({ channels, data: { text } });
      const answer = await fetch(`${url}/api/broadcast`, { method: "POST", body });
      const said = await answer.text();
      if (!answer.ok || said.includes('"error"')) throw new Error(`broadcast answered ${said}`);
    };
  },
});

/**
 * The first of each room tells the others something at a steady pace, and each of those listens by a stream. Where a
 * newer state came instead of one that was told, the older is counted as merged: what a stream tells is how things stand.
 */
export async function streams(job: Job, say: Say): Promise<Record<string, number>> {
  const feed = job.peer === "product" ? product(job.url) : centrifugo(job.url);
  const tally = new Tally();
  const listening = job.rooms.flatMap((room, at) => room.slice(1).map((seat) => ({ seat, at })));
  const open = new Array<{ close(): void }>(listening.length);
  await someAtATime(listening, async ({ seat }, listener) => {
    const hear = (text: string) => tally.heard(listener, messageOf(text), performance.now());
    open[listener] = await patiently(() => feed.listen(seat, listener, hear));
  });
  const byRoom = job.rooms.map((_, at) => listening.flatMap((one, n) => (one.at === at ? [n] : [])));
  const tellers: ((text: string) => Promise<void>)[] = [];
  await someAtATime(job.rooms, async (room, at) => {
    tellers[at] = await patiently(() => feed.teller(room, byRoom[at] ?? []));
  });
  const last: number[] = [];
  const refused: Error[] = [];
  const tell = (counts: boolean) => (at: number) => {
    const message = tally.sent(counts ? (byRoom[at]?.length ?? 0) : 0, performance.now());
    last[at] = message;
    tellers[at]?.(textOf(message)).catch((error) => refused.push(error));
  };
  await rest();
  await inTime(job.rooms.length, job.periodMs, job.warmUp, tell(false));
  say("begin");
  const stop = watchOwnDelay();
  const own = stop(await inTime(job.rooms.length, job.periodMs, job.messages, tell(true)));
  const behind = () => listening.filter(({ at }, listener) => !tally.has(listener, last[at] ?? -1)).length;
  await settled(behind);
  say("end");
  for (const stream of open) stream.close();
  if (refused[0]) throw refused[0];
  const { lost = 0, ...figures } = tally.figures();
  const replaces = job.peer === "product";
  return {
    streams: listening.length,
    ...figures,
    ...(replaces ? { merged: lost, lost: behind() } : { merged: 0, lost }),
    ...own,
  };
}
