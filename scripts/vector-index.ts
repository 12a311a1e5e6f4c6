import { fileURLToPath } from "node:url";
import pg from "pg";

const NAME = "profile_embeddings_vector_idx";
/** From here on lists find what an HNSW graph of people who write alike misses; docs/decisions/0011-index-of-neighbours.md. */
const LISTS_FROM = 50_000;

export interface VectorIndex {
  kind: "hnsw" | "ivfflat";
  vectors: number;
  seconds: number;
}

/**
 * Builds the index of nearest neighbours anew, of the kind that suits how many vectors there are: HNSW, which needs no
 * data to begin with, or IVFFlat with twice as many lists as the root of the vectors. Searches go on meanwhile: the old one
 * stands until the new one does.
 * @param workMemory for the build, as Postgres writes it
 * @param listsFrom vectors from which on it is IVFFlat
 */
export async function buildVectorIndex(
  url: string,
  { workMemory = "1GB", listsFrom = LISTS_FROM } = {},
): Promise<VectorIndex> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const counted = await client.query<{ n: number }>("select count(*)::int as n from profile_embeddings");
    const vectors = counted.rows[0]?.n ?? 0;
    const kind = vectors >= listsFrom ? "ivfflat" : "hnsw";
    const options =
      kind === "ivfflat" ? ` with (lists = ${Math.max(1, Math.round(2 * Math.sqrt(vectors)))})` : "";
    const startedAt = performance.now();
    await client.query("select set_config('maintenance_work_mem', $1, false)", [workMemory]);
    // what a build that was killed left behind
    await client.query(`drop index concurrently if exists ${NAME}_new`);
    await client.query(
      `create index concurrently ${NAME}_new on profile_embeddings using ${kind} (vector halfvec_cosine_ops)${options}`,
    );
    await client.query(`drop index concurrently if exists ${NAME}`);
    await client.query(`alter index ${NAME}_new rename to ${NAME}`);
    return { kind, vectors, seconds: (performance.now() - startedAt) / 1000 };
  } finally {
    await client.end();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const url = process.env.DATABASE_URL;
  if (!url) {
    console.error("Say which database: DATABASE_URL=postgres://… npm run search:index");
    process.exit(2);
  }
  const { kind, vectors, seconds } = await buildVectorIndex(url);
  console.log(`${kind} over ${vectors} vectors in ${seconds.toFixed(1)} s`);
}
