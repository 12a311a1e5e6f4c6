import { setTimeout as delay } from "node:timers/promises";
import type { Job } from "../job.ts";
import { spread, Tally } from "../tally.ts";
import { patiently, type Say, type Seated, seatAll, settled, textOf, watchOwnDelay } from "./pace.ts";

/**
 * All sockets are cut in one moment and come back at once, without spreading out; those who write go on as soon as they
 * are back. Over when everybody is seated and has every message, those included that were written meanwhile.
 */
export async function storm(job: Job, say: Say): Promise<Record<string, number>> {
  const tally = new Tally();
  const seated = await seatAll(job, (listener, message) => tally.heard(listener, message, performance.now()));
  const write = async (room: Seated[]) => {
    const message = tally.sent(room.length, performance.now());
    await room[0]?.client.say(textOf(message));
  };
  // something to come back to: who never heard anything has no place to resume from
  await Promise.all(seated.map(write));
  await settled(() => tally.lost);
  await delay(1_000);
  say("begin");
  const stop = watchOwnDelay();
  const everybody = seated.flat();
  const cutAt = performance.now();
  for (const { client } of everybody) client.cut();
  const back: number[] = [];
  const written = seated.map(async (room) => {
    await Promise.all(
      room.map(async ({ client }, n) => {
        await patiently(() => client.resume());
        back.push(performance.now() - cutAt);
        if (n === 0) for (let turn = 0; turn < job.messages; turn += 1) await write(room);
      }),
    );
  });
  await Promise.all(written);
  await settled(() => tally.lost);
  const recoveredMs = performance.now() - cutAt;
  const { ownLoopP99 = 0, ownCpu = 0 } = stop([]);
  say("end");
  for (const { client } of everybody) client.close();
  const { deliveries = 0, lost = 0, doubled = 0 } = tally.figures();
  return {
    ...{ sockets: everybody.length, recoveredMs: Math.round(recoveredMs), deliveries, lost, doubled },
    ...spread(back, "back"),
    ...{ ownLoopP99, ownCpu },
  };
}
