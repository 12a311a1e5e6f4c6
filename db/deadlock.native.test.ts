import { eq, sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { makeUser } from "#testing/factories.ts";
import { onNativePostgres } from "#testing/native-postgres.ts";
import { connectPostgres } from "./connect-postgres.ts";
import { users } from "./tables/index.ts";

onNativePostgres("a deadlock", (postgres) => {
  it("sends again what Postgres gave up in a deadlock: both of two that wait for each other are done, once", async () => {
    const [one, other] = [await makeUser(postgres.db), await makeUser(postgres.db)];
    let roundTrips = 0;
    const { db } = connectPostgres({ url: postgres.url, onRoundTrip: () => void roundTrips++ });
    const add = (id: string, mark: string) =>
      db
        .update(users)
        .set({ name: sql`${users.name} || ${mark}` })
        .where(eq(users.id, id));
    const wait = () => db.execute(sql`select pg_sleep(0.3)`);
    await Promise.all([
      db.batch([add(one.id, " a"), wait(), add(other.id, " a")]),
      db.batch([add(other.id, " b"), wait(), add(one.id, " b")]),
    ]);
    expect(roundTrips).toBe(3);
    for (const { id, name } of [one, other]) {
      const [row] = await db.select().from(users).where(eq(users.id, id));
      expect([`${name} a b`, `${name} b a`]).toContain(row?.name);
    }
  });

  it("gives up itself after three tries, and says so", async () => {
    let roundTrips = 0;
    const { db } = connectPostgres({ url: postgres.url, onRoundTrip: () => void roundTrips++ });
    const always = db.execute(sql`do $$ begin raise exception 'on purpose' using errcode = '40P01'; end $$`);
    await expect(always).rejects.toMatchObject({ cause: { code: "40P01" } });
    expect(roundTrips).toBe(3);
  });

  it("sends nothing again that failed by itself", async () => {
    let roundTrips = 0;
    const { db } = connectPostgres({ url: postgres.url, onRoundTrip: () => void roundTrips++ });
    await expect(db.execute(sql`select 1/0`)).rejects.toMatchObject({ cause: { code: "22012" } });
    expect(roundTrips).toBe(1);
  });
});
