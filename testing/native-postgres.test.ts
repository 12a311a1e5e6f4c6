import { existsSync } from "node:fs";
import { readlink } from "node:fs/promises";
import { dirname } from "node:path";
import { eq, sql } from "drizzle-orm";
import { beforeAll, expect, it } from "vitest";
import { profiles } from "#db/tables/index.ts";
import { scriptCommand, startPart } from "#local/processes/child.ts";
import { actorOf } from "./actor.ts";
import { makeMentor } from "./factories.ts";
import { type NativePostgres, nativeContext, startNativePostgres } from "./native-postgres.ts";

let postgres: NativePostgres;
beforeAll(async () => {
  postgres = await startNativePostgres();
});

it("shows a check-then-write race that one backend would hide", async () => {
  const mentor = await makeMentor(postgres.db, { capacity: 1 });
  const ctx = nativeContext(postgres.url, { actor: actorOf(mentor) });
  const takePlace = () =>
    ctx.transaction(async (tx) => {
      const [row] = await tx.select().from(profiles).where(eq(profiles.userId, mentor.id));
      await tx.execute(sql`select pg_sleep(0.2)`);
      if ((row?.activeMentees ?? 0) < 1)
        await tx
          .update(profiles)
          .set({ activeMentees: sql`active_mentees + 1` })
          .where(eq(profiles.userId, mentor.id));
    });
  await Promise.all([takePlace(), takePlace()]);
  const [after] = await postgres.db.select().from(profiles).where(eq(profiles.userId, mentor.id));
  expect(after?.activeMentees).toBe(2);
});

it("does not let the server run as root", async () => {
  const { readFile } = await import("node:fs/promises");
  const status = await readFile(`/proc/${postgres.pid}/status`, "utf8");
  expect(/^Uid:\s+(\d+)/m.exec(status)?.[1]).not.toBe("0");
});

it("says to each who asks that no database can be made, and leaves nothing behind", async () => {
  const file = new URL("./native-postgres-process.ts", import.meta.url);
  const part = await startPart(scriptCommand("native Postgres", file, {}));
  const { door, pid } = part.ready;
  // where it works is the cluster, in the folder of all
  const folder = dirname(await readlink(`/proc/${pid}/cwd`));
  process.kill(Number(pid), "SIGKILL");
  const ask = async () => (await fetch(String(door), { method: "POST" })).status;
  expect(await Promise.all([ask(), ask()])).toEqual([500, 500]);
  expect(await ask()).toBe(500);
  expect(existsSync(folder)).toBe(true);
  await part.stop();
  expect(existsSync(folder)).toBe(false);
});
