import pg from "pg";
import { clusters, skills } from "#db/tables/index.ts";
import { bulkInsert, inBatches } from "../../seed/bulk-insert.ts";
import { createEmbedder } from "../../seed/embedder.ts";
import { insertPeople, type PeopleOptions, skillsBySlug } from "../../seed/insert-people.ts";
import { recombinedPeople, type SeedPerson, writtenPeople } from "../../seed/people.ts";
import { readSource, type Source } from "../../seed/source.ts";
import { buildVectorIndex } from "../../vector-index.ts";

const VECTOR_INDEX = "profile_embeddings_vector_idx";
/** Making people and storing them take turns on two connections. */
const WRITERS = 2;

export interface Filled {
  people: number;
  vectors: number;
  /** Until everybody is stored, with the indexes that aren't about vectors. */
  fillSeconds: number;
  /** The index of nearest neighbours alone, built at once over all. */
  indexSeconds: number;
}

/**
 * Fills an empty migrated database with `count` people of the seed, without a network, and builds its indexes at the
 * end, several times faster than row by row.
 */
export async function fillPeople(
  url: string,
  count: number,
  onProgress: (line: string) => void,
): Promise<Filled> {
  const source = await readSource();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const startedAt = performance.now();
    await insertTaxonomy(client, source);
    const indexes = await dropIndexes(client);
    await insertAll(url, source, count, onProgress);
    await client.query("set maintenance_work_mem = '2GB'");
    for (const { name, definition } of indexes) if (name !== VECTOR_INDEX) await client.query(definition);
    const fillSeconds = (performance.now() - startedAt) / 1000;
    onProgress("building the index of nearest neighbours");
    const { vectors, seconds: indexSeconds } = await buildVectorIndex(url, { workMemory: "2GB" });
    await client.query("vacuum analyze");
    return { people: count, vectors, fillSeconds, indexSeconds };
  } finally {
    await client.end();
  }
}

async function insertTaxonomy(client: pg.ClientBase, source: Source): Promise<void> {
  await bulkInsert(client, clusters, source.clusters);
  const rows = source.skills.map(({ cluster, ...skill }) => ({
    ...skill,
    clusterSlug: cluster,
    status: "approved" as const,
    createdAt: new Date(),
  }));
  await bulkInsert(client, skills, rows);
}

/** Those that back no constraint. */
async function dropIndexes(client: pg.ClientBase): Promise<{ name: string; definition: string }[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `select indexname as name, indexdef as definition from pg_indexes
     where tablename = any(array['profiles', 'profile_skills', 'profile_embeddings', 'availability_rules', 'users'])
       and schemaname = 'public' and not exists (select 1 from pg_constraint where conname = indexname)`,
  );
  for (const { name } of rows) await client.query(`drop index ${pg.escapeIdentifier(name)}`);
  return rows;
}

async function insertAll(
  url: string,
  source: Source,
  count: number,
  onProgress: (line: string) => void,
): Promise<void> {
  const skills = skillsBySlug(source);
  const embedder = await createEmbedder(skills);
  const options: PeopleOptions = { now: new Date(), skills, embedder, signIns: new Map() };
  const batches = inBatches(peopleUpTo(source, count), 500);
  let done = 0;
  const write = async () => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      // the rows fit each other by how they are made
      await client.query("set session_replication_role = replica");
      for (const batch of batches) {
        await insertPeople(client, batch, options);
        done += batch.length;
        if (done % 10_000 < batch.length) onProgress(`${done.toLocaleString("en")} people`);
      }
    } finally {
      await client.end();
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, write));
}

function* peopleUpTo(source: Source, count: number): Generator<SeedPerson> {
  const written = writtenPeople(source);
  yield* written.slice(0, count);
  let left = count - written.length;
  if (left <= 0) return;
  for (const person of recombinedPeople(source)) {
    yield person;
    if (--left === 0) return;
  }
}
