import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import type pg from "pg";
import { circle } from "#domain/search/circle.ts";
import { facetsJson, facetTables } from "#domain/search/facets.ts";
import { readerTables } from "#domain/search/mentor-cards.ts";
import type { SearchFilters } from "#domain/search/schema.ts";

/** The counts beside the filters, asked without the rest of their page. */
export async function askFacets(client: pg.PoolClient, filters: SearchFilters): Promise<void> {
  const now = new Date();
  const reader = { userId: null, now, timeZone: "UTC" };
  const asked = { readerId: null, now, filters };
  await drizzle(client).execute(
    sql`with ${readerTables(reader)}, ${circle(reader)}, ${facetTables(asked)} select ${facetsJson(asked)}`,
  );
}
