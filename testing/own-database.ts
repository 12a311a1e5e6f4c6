import { inject } from "vitest";
import { connectPostgres } from "#db/connect-postgres.ts";

/**
 * Inside workerd: a database as `testContext`'s, migrated, with the taxonomy and nobody, that no other test sees. Takes
 * half a second and 300 MB: only for what speaks of a database as a whole. Spread it into a context's overrides.
 */
export async function ownDatabase() {
  const response = await fetch(inject("moreDatabasesUrl"), { method: "POST" });
  return connectPostgres({ url: await response.text() });
}
