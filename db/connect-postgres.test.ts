import { env } from "cloudflare:workers";
import { eq, sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { makeUser } from "#testing/factories.ts";
import { connectPostgres } from "./connect-postgres.ts";
import { users } from "./tables/index.ts";

const open = () => {
  let roundTrips = 0;
  const connection = connectPostgres({ url: env.DATABASE_URL, onRoundTrip: () => void roundTrips++ });
  return { ...connection, roundTrips: () => roundTrips };
};

it("counts a batch as one round trip", async () => {
  const { db, roundTrips } = open();
  await db.batch([db.select().from(users).limit(1), db.select().from(users).limit(1)]);
  expect(roundTrips()).toBe(1);
  await db.execute(sql`select 1`);
  expect(roundTrips()).toBe(2);
});

it("counts every statement of an interactive transaction", async () => {
  const { transaction, roundTrips } = open();
  const found = await transaction(async (tx) => (await tx.execute(sql`select 7 as n`)).rows);
  expect(found).toEqual([{ n: 7 }]);
  expect(roundTrips()).toBeGreaterThanOrEqual(1);
});

it("leaves nothing of a transaction that fails", async () => {
  const { db, transaction } = open();
  let id = "";
  const failed = transaction(async (tx) => {
    id = (await makeUser(tx)).id;
    throw new Error("on purpose");
  });
  await expect(failed).rejects.toThrow("on purpose");
  expect(await db.select().from(users).where(eq(users.id, id))).toEqual([]);
});

it("leaves nothing of a batch of which one statement fails", async () => {
  const { db } = open();
  const id = crypto.randomUUID();
  const insert = db.insert(users).values({ id, name: "A", email: `${id}@people.example` });
  await expect(db.batch([insert, db.execute(sql`select 1/0`)])).rejects.toThrow();
  expect(await db.select().from(users).where(eq(users.id, id))).toEqual([]);
});

it("uses Neon's own addresses for a host that is not this machine", () => {
  expect(() => connectPostgres({ url: "postgres://a:b@db.example/atas" })).not.toThrow();
});
