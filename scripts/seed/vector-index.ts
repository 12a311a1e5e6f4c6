import type pg from "pg";

const INDEX = "profile_embeddings_vector_idx";

/**
 * Runs `fill` without the index of nearest neighbours and builds it afterwards at once. A run that was killed in
 * between left none: then the index is made as the migration has it.
 */
export async function withoutVectorIndex(
  client: pg.ClientBase,
  fill: () => Promise<void>,
  onProgress: (line: string) => void,
): Promise<void> {
  const table = await client.query("select 1 where to_regclass('profile_embeddings') is not null");
  if (table.rows.length === 0) return fill();
  const found = await client.query<{ indexdef: string }>(
    "select indexdef from pg_indexes where indexname = $1",
    [INDEX],
  );
  const definition =
    found.rows[0]?.indexdef ??
    `create index ${INDEX} on profile_embeddings using hnsw (vector halfvec_cosine_ops)`;
  await client.query(`drop index if exists ${INDEX}`);
  try {
    await fill();
  } finally {
    onProgress("Building the index of nearest neighbours");
    await client.query("set maintenance_work_mem = '512MB'");
    await client.query(definition);
    await client.query("reset maintenance_work_mem");
  }
}
