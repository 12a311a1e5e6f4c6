import { setTimeout as delay } from "node:timers/promises";
import { connectProduct } from "../clients/product.ts";
import type { Job } from "../job.ts";
import { spread } from "../tally.ts";
import { inTime, patiently, type Say, someAtATime } from "./pace.ts";

/**
 * Sockets that come one after the other and are silent until the server may have put their rooms to sleep, then one
 * frame in each. The pace bounds how many rooms are awake at once, whose memory an allocator keeps after they sleep.
 */
export async function idle(job: Job, say: Say): Promise<Record<string, number>> {
  const coming: ReturnType<typeof connectProduct>[] = [];
  await inTime(job.rooms.length, job.periodMs * job.rooms.length, 1, (at) => {
    const [seat] = job.rooms[at] ?? [];
    if (seat) coming.push(patiently(() => connectProduct(job.url, seat, () => {})));
  });
  const seated = await Promise.all(coming);
  say("open");
  await delay(job.silentMs);
  say("silent");
  // while the parent reads the meters
  await delay(2_000);
  say("begin");
  const answers: number[] = [];
  await someAtATime(seated, async (client) => {
    const askedAt = performance.now();
    await client.ask();
    answers.push(performance.now() - askedAt);
  });
  say("end");
  // the parent counts the boots before the sockets go
  await delay(2_000);
  for (const client of seated) client.close();
  return { sockets: seated.length, ...spread(answers, "answer") };
}
