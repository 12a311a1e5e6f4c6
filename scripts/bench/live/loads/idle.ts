import { setTimeout as delay } from "node:timers/promises";
import type { Job } from "../job.ts";
import { spread } from "../tally.ts";
import { type Say, seatAll, someAtATime } from "./pace.ts";

/** Sockets that are open and silent until the server may have put their rooms to sleep, then one frame in each. */
export async function idle(job: Job, say: Say): Promise<Record<string, number>> {
  const seated = (
    await seatAll({ ...job, rooms: job.rooms.map((room) => room.slice(0, 1)) }, () => {})
  ).flat();
  say("open");
  await delay(job.silentMs);
  say("silent");
  // while the parent reads the meters
  await delay(2_000);
  say("begin");
  const answers: number[] = [];
  await someAtATime(seated, async ({ client }) => {
    const askedAt = performance.now();
    await client.ask();
    answers.push(performance.now() - askedAt);
  });
  say("end");
  // the parent counts the boots before the sockets go
  await delay(2_000);
  for (const { client } of seated) client.close();
  return { sockets: seated.length, ...spread(answers, "answer") };
}
