import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Endpoint, startPostgresEndpoint } from "#local/postgres/endpoint.ts";
import { applyMigrations, migrationsDigest } from "#scripts/apply-migrations.ts";
import { loadTaxonomyRows } from "./taxonomy.ts";

const cache = fileURLToPath(new URL("../node_modules/.cache/atas/", import.meta.url));

/**
 * A migrated database that holds the skill taxonomy and nobody, in this process's memory.
 * Made once per state of the migrations (3 s) and started from its dump afterwards (0.4 s).
 * @param url of an empty database with pgvector to fill and use instead
 */
export async function startTestDatabase(url?: string): Promise<Endpoint> {
  const taxonomy = await loadTaxonomyRows();
  if (url) return made(await startPostgresEndpoint({ url }), taxonomy);
  const digest = createHash("sha256")
    .update(await migrationsDigest())
    .update(JSON.stringify(taxonomy.rows))
    .digest("hex")
    .slice(0, 16);
  const file = join(cache, `postgres-${digest}.tar`);
  if (existsSync(file)) return startPostgresEndpoint({ snapshot: new Blob([await readFile(file)]) });
  const endpoint = await made(await startPostgresEndpoint(), taxonomy);
  await mkdir(cache, { recursive: true });
  const dump = Buffer.from(await (await endpoint.snapshot()).arrayBuffer());
  // written aside first: another run may be reading
  await writeFile(`${file}.${process.pid}`, dump);
  await rename(`${file}.${process.pid}`, file);
  return endpoint;
}

async function made(
  endpoint: Endpoint,
  taxonomy: Awaited<ReturnType<typeof loadTaxonomyRows>>,
): Promise<Endpoint> {
  await applyMigrations({ url: endpoint.url });
  await taxonomy.insert(endpoint.url);
  return endpoint;
}
