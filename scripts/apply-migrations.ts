import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { z } from "zod";

const folder = new URL("../db/migrations/", import.meta.url);
const journalSchema = z.object({ entries: z.array(z.object({ idx: z.number(), tag: z.string() })) });

export interface MigrationOptions {
  url: string;
  /** False on a server without pgvector: the migrations about embeddings are left for later. */
  embeddings?: boolean;
  onApplied?: (tag: string) => void;
}

/**
 * Applies the pending migrations of db/migrations in the journal's order, all in one transaction.
 * Two runs at once wait for each other; a second run does nothing.
 * @returns the tags that were applied
 * @throws Error when an applied migration's file has changed since
 */
export async function applyMigrations({
  url,
  embeddings = true,
  onApplied,
}: MigrationOptions): Promise<string[]> {
  const migrations = await readMigrations();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("BEGIN");
    await client.query("SELECT pg_advisory_xact_lock(hashtext('schema_migrations'))");
    await client.query(
      "CREATE TABLE IF NOT EXISTS schema_migrations (tag text PRIMARY KEY, sha256 text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())",
    );
    const { rows } = await client.query<{ tag: string; sha256: string }>(
      "SELECT tag, sha256 FROM schema_migrations",
    );
    const applied = new Map(rows.map((row) => [row.tag, row.sha256]));
    const done: string[] = [];
    for (const { tag, sha256, statements } of migrations) {
      if (applied.has(tag) && applied.get(tag) !== sha256)
        throw new Error(`${tag} was changed after it was applied`);
      if (applied.has(tag) || (!embeddings && tag.includes("embeddings"))) continue;
      for (const statement of statements) await client.query(statement);
      await client.query("INSERT INTO schema_migrations (tag, sha256) VALUES ($1, $2)", [tag, sha256]);
      onApplied?.(tag);
      done.push(tag);
    }
    await client.query("COMMIT");
    return done;
  } finally {
    await client.end();
  }
}

/** Changes with any migration: names what a migrated database looks like. */
export async function migrationsDigest(): Promise<string> {
  const hash = createHash("sha256");
  for (const { tag, sha256 } of await readMigrations()) hash.update(`${tag} ${sha256}\n`);
  return hash.digest("hex").slice(0, 16);
}

async function readMigrations() {
  const journal = journalSchema.parse(
    JSON.parse(await readFile(new URL("meta/_journal.json", folder), "utf8")),
  );
  return Promise.all(
    journal.entries
      .toSorted((a, b) => a.idx - b.idx)
      .map(async ({ tag }) => {
        const text = await readFile(fileURLToPath(new URL(`${tag}.sql`, folder)), "utf8");
        const statements = text
          .split("--> statement-breakpoint")
          .map((statement) => statement.trim())
          .filter((statement) => statement !== "");
        return { tag, sha256: createHash("sha256").update(text).digest("hex"), statements };
      }),
  );
}
