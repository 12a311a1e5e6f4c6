import { z } from "zod";
import { newId } from "#domain/ids.ts";
import { databaseOf, makeRoomOf, makeSignedIn } from "#testing/faults/people.ts";
import { startStack } from "#testing/stack.ts";
import type { LiveServer } from "./server.ts";

/** The stack as `npm run stack` starts it, without the graph, which no live path touches. */
export async function startProduct(): Promise<LiveServer> {
  const stack = await startStack(["--ephemeral", "--no-graph", "--people", "20", "--count-boots"]);
  await stack.idle();
  const db = databaseOf(stack.postgresUrl);
  return {
    name: "product",
    url: stack.url,
    promise: "on disk before its ack",
    pid: stack.pids.workerd,
    helpers: { database: stack.pids.postgres },
    async makeRooms(rooms, people) {
      const made = [];
      for (let n = 0; n < rooms; n += 1) {
        const members = await makeSignedIn(db, people, `Bench ${newId()}`);
        const roomId = await makeRoomOf(db, members);
        made.push(members.map(({ token }) => ({ roomId, token })));
      }
      return made;
    },
    async boots() {
      const answer = await fetch(`${stack.url}/dev/boots`);
      return z.record(z.string(), z.number()).parse(await answer.json());
    },
    stop: stack.stop,
  };
}
