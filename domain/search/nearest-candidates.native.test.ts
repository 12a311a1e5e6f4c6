import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { connectPostgres, type Database } from "#db/connect-postgres.ts";
import { profileEmbeddings } from "#db/tables/index.ts";
import type { Endpoint } from "#local/postgres/endpoint.ts";
import { makeMentor } from "#testing/factories.ts";
import { startTestDatabase } from "#testing/test-database.ts";
import { newId } from "../ids.ts";
import { nearestCandidates, nearestCandidatesSettings } from "./nearest-candidates.ts";

// A database of its own: the choice follows from how many people there are and what the planner knows of them.
let database: Endpoint;
let db: Database;
beforeAll(async () => {
  database = await startTestDatabase();
  db = connectPostgres({ url: database.url }).db;
  await db.execute(sql`insert into users (id, name, email) select gen_random_uuid(), 'Crowd', n || '@crowd.example'
    from generate_series(1, 3000) n`);
  await db.execute(sql`insert into profiles (user_id) select id from users`);
});
afterAll(() => database.close());

const NEED = unit(0);
/** A unit vector so many degrees away from the need. */
function unit(degrees: number): number[] {
  const angle = (degrees * Math.PI) / 180;
  return [Math.cos(angle), Math.sin(angle), ...new Array<number>(382).fill(0)];
}

/** Mentors in a space of their own, each a few degrees further from the need; returns their ids, the nearest first. */
async function mentorsApart(count: number): Promise<{ model: string; ids: string[] }> {
  const model = newId();
  const ids: string[] = [];
  for (let i = 0; i < count; i++) ids.push((await makeMentor(db)).id);
  await db.insert(profileEmbeddings).values(
    ids.map((profileId, i) => ({
      profileId,
      model,
      part: "profile" as const,
      sourceHash: "",
      vector: unit(5 * i),
    })),
  );
  // the sample reads how large the table is from the planner's statistics
  await db.execute(sql`analyze profiles`);
  return { model, ids };
}

async function find({ model, condition, limit }: { model: string; condition: string[]; limit: number }) {
  const ids = sql`array(select jsonb_array_elements_text(${JSON.stringify(condition)}::jsonb))::uuid[]`;
  const passes = condition.length > 0 ? sql`p.user_id = any(${ids})` : sql`true`;
  const ctes = nearestCandidates({ vector: NEED, model, condition: passes, limit });
  const [, { rows }] = await db.batch([
    db.execute(nearestCandidatesSettings),
    db.execute<{ few: boolean; walked: string[]; compared: string[]; near: string[] }>(sql`
      with ${sql.join(ctes, sql`, `)} select (select few from chosen) as few,
        array(select user_id::text from walked) as walked, array(select user_id::text from compared) as compared,
        array(select user_id::text from near) as near`),
  ]);
  return rows[0]!;
}

it("walks the index where most people pass, and compares nobody besides", async () => {
  const { model, ids } = await mentorsApart(8);
  const found = await find({ model, condition: [], limit: 1 });
  expect(found).toMatchObject({ few: false, walked: [ids[0]], compared: [], near: [ids[0]] });
});

it("compares all who pass a rare filter, and finds the nearest of them exactly", async () => {
  const { model, ids } = await mentorsApart(8);
  const rare = ids.slice(4, 7);
  const found = await find({ model, condition: rare, limit: 2 });
  expect(found).toMatchObject({ few: true, walked: [], compared: rare.slice(0, 2) });
  expect(found.near.toSorted()).toEqual(rare.slice(0, 2).toSorted());
});

it("compares everybody after a walk that came back short", async () => {
  const { model, ids } = await mentorsApart(1);
  const found = await find({ model, condition: [], limit: 2 });
  expect(found).toMatchObject({ few: false, walked: ids, compared: ids, near: ids });
});

it("never compares vectors of another space", async () => {
  const { ids } = await mentorsApart(2);
  const found = await find({ model: newId(), condition: ids, limit: 5 });
  expect(found.near).toEqual([]);
});
