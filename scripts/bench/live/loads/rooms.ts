import type { Job } from "../job.ts";
import { spread, Tally } from "../tally.ts";
import { inTime, rest, type Say, type Seated, seatAll, settled, textOf, watchOwnDelay } from "./pace.ts";

/** Rooms in which some write in turn at a steady pace, and everybody hears. */
export async function rooms(job: Job, say: Say): Promise<Record<string, number>> {
  const tally = new Tally();
  const seated = await seatAll(job, (listener, message) => tally.heard(listener, message, performance.now()));
  const acks: number[] = [];
  const refused: Error[] = [];
  let unanswered = 0;
  const write = (counts: boolean) => (at: number, turn: number) => {
    const room = seated[at] ?? [];
    const { client } = room[turn % job.writers] as Seated;
    const sentAt = performance.now();
    const message = tally.sent(counts ? room.length : 0, sentAt);
    unanswered += 1;
    client
      .say(textOf(message))
      .then(
        () => counts && acks.push(performance.now() - sentAt),
        (error) => refused.push(error),
      )
      .finally(() => {
        unanswered -= 1;
      });
  };
  await rest();
  await inTime(seated.length, job.periodMs, job.warmUp, write(false));
  await settled(() => unanswered);
  say("begin");
  const stop = watchOwnDelay();
  const late = await inTime(seated.length, job.periodMs, job.messages, write(true));
  const own = stop(late);
  const asked = job.messages * seated.length;
  await settled(() => tally.lost + asked - acks.length - refused.length);
  // what a server still had to do after the last message is its cost, too
  say("end");
  for (const { client } of seated.flat()) client.close();
  if (refused[0]) throw refused[0];
  return {
    messages: asked,
    unacknowledged: asked - acks.length,
    ...tally.figures(),
    ...spread(acks, "ack"),
    ...own,
  };
}
