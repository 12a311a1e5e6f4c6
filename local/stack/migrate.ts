import pg from "pg";
import { applyMigrations } from "#scripts/apply-migrations.ts";

/** Applies what is pending; on a server without pgvector the embeddings are left out and search goes by words. */
export async function migrate(url: string, onProgress: (line: string) => void): Promise<void> {
  const embeddings = await hasVectors(url);
  if (!embeddings) onProgress("This Postgres has no pgvector: search goes by words alone.");
  await applyMigrations({ url, embeddings, onApplied: (tag) => onProgress(`Migration ${tag}`) });
}

async function hasVectors(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const found = await client.query("SELECT 1 FROM pg_available_extensions WHERE name = 'vector'");
    return found.rowCount === 1;
  } finally {
    await client.end();
  }
}
