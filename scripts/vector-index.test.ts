import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Endpoint } from "#local/postgres/endpoint.ts";
import { startTestDatabase } from "#testing/test-database.ts";
import { buildVectorIndex } from "./vector-index.ts";

let database: Endpoint;
let client: pg.Client;
beforeAll(async () => {
  database = await startTestDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.close();
});

const indexes = async () => {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `select indexname as name, indexdef as definition from pg_indexes
     where tablename = 'profile_embeddings' and indexname like '%vector%'`,
  );
  return rows;
};

it("takes the place of the index that stands, with lists once there are many vectors and with a graph before", async () => {
  for (const [listsFrom, kind] of [
    [0, "ivfflat"],
    [1, "hnsw"],
  ] as const) {
    expect(await buildVectorIndex(database.url, { workMemory: "64MB", listsFrom })).toMatchObject({
      kind,
      vectors: 0,
    });
    const [index, ...more] = await indexes();
    expect(more).toEqual([]);
    expect(index).toMatchObject({ name: "profile_embeddings_vector_idx" });
    expect(index!.definition).toContain(`USING ${kind}`);
  }
});
