import { connectPostgres, type Queryable } from "#db/connect-postgres.ts";
import * as tables from "#db/tables/index.ts";
import { newId } from "#domain/ids.ts";
import type { Signed } from "./room-writer.ts";

/** Straight into the database of a running stack: signing people up by the product would take the longer. */
export const databaseOf = (postgresUrl: string): Queryable => connectPostgres({ url: postgresUrl }).db;

/** Somebody with a profile that others see, signed in for hours. */
export async function makeSignedIn(db: Queryable, count: number, name: string): Promise<Signed[]> {
  const people = Array.from({ length: count }, (_, n) => ({
    id: newId(),
    token: crypto.randomUUID(),
    name: `${name} ${n + 1}`,
  }));
  if (count === 0) return [];
  await db.insert(tables.users).values(
    people.map(({ id, name }) => ({
      ...{ id, name, emailVerified: true, roles: ["mentee"] },
      email: `${id}@people.example`,
    })),
  );
  await db
    .insert(tables.profiles)
    .values(people.map(({ id, name }) => ({ userId: id, headline: name, onboardedAt: new Date() })));
  await db.insert(tables.sessions).values(
    people.map(({ id, token }) => ({
      ...{ id: newId(), userId: id, token },
      expiresAt: new Date(Date.now() + 12 * 3_600_000),
    })),
  );
  return people;
}

/** A room in which all of them sit. */
export async function makeRoomOf(db: Queryable, people: readonly Signed[]): Promise<string> {
  const id = newId();
  await db.insert(tables.rooms).values({ id, kind: "direct" });
  await db.insert(tables.roomMembers).values(people.map((one) => ({ roomId: id, userId: one.id })));
  return id;
}
