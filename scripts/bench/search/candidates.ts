import { type SQL, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import type pg from "pg";
import { passes } from "#domain/search/filters.ts";
import { nearestCandidates, nearestCandidatesSettings } from "#domain/search/nearest-candidates.ts";
import type { SearchFilters } from "#domain/search/schema.ts";

/** As many as the ranking asks for. */
const CANDIDATES = 200;

export interface Asked {
  /** The need's vector in the space `model`. */
  vector: number[];
  model: string;
  filters: SearchFilters;
}

const condition = ({ filters }: Asked): SQL => passes({ readerId: null, now: new Date(), filters });
const inSpace = ({ model }: Asked) => sql`e.model = ${model} and e.part = 'profile'`;
const distance = ({ vector }: Asked) => sql`(e.vector <=> ${JSON.stringify(vector)}::halfvec(384)) + 0`;

/** The nearest people by the product's own statement, and the milliseconds it took with its settings. */
export async function askProduct(
  client: pg.PoolClient,
  asked: Asked,
): Promise<{ ids: string[]; ms: number }> {
  const db = drizzle(client);
  const ctes = nearestCandidates({ ...asked, condition: condition(asked), limit: CANDIDATES });
  const startedAt = performance.now();
  await client.query("begin");
  await db.execute(nearestCandidatesSettings);
  const { rows } = await db.execute<{ user_id: string }>(
    sql`with ${sql.join(ctes, sql`, `)} select user_id from near`,
  );
  await client.query("commit");
  return { ids: rows.map(({ user_id }) => user_id), ms: performance.now() - startedAt };
}

/** The same people without an index of neighbours: all who pass are compared. */
export async function askExactly(
  client: pg.PoolClient,
  asked: Asked,
): Promise<{ distances: number[]; ms: number }> {
  const startedAt = performance.now();
  const { rows } = await drizzle(client).execute<{ distance: number }>(sql`
    select ${distance(asked)} as distance from profile_embeddings e join profiles p on p.user_id = e.profile_id
    where ${inSpace(asked)} and ${condition(asked)} order by 1 limit ${CANDIDATES}`);
  return { distances: rows.map((row) => row.distance), ms: performance.now() - startedAt };
}

/** Of the ten nearest that there are, how many the product found: a hit is no farther than the tenth exact one. */
export async function recallAt10(
  client: pg.PoolClient,
  asked: Asked,
  { ids, distances }: { ids: string[]; distances: number[] },
): Promise<number> {
  const due = Math.min(10, distances.length);
  if (due === 0) return 1;
  const { rows } = await drizzle(client).execute<{ distance: number }>(sql`
    select ${distance(asked)} as distance from profile_embeddings e
    where ${inSpace(asked)} and e.profile_id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))
    order by 1 limit 10`);
  const limit = (distances[due - 1] ?? 0) + 1e-9;
  return Math.min(due, rows.filter((row) => row.distance <= limit).length) / due;
}
