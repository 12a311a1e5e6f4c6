import { type SQL, sql } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import type { Database } from "#db/connect-postgres.ts";

/** Rows a page of an admin's list. */
export const pageSize = 25;

/** Counting a whole table that only grows would cost more with every day. */
const countLimit = 10_000;

/** A query for how many rows match, 10,000 at most. */
export function countUpTo(db: Database, table: PgTable, where: SQL | undefined) {
  const capped = db
    .select({ one: sql`1`.as("one") })
    .from(table)
    .where(where)
    .limit(countLimit)
    .as("capped");
  return db.select({ total: sql<number>`count(*)::int` }).from(capped);
}

/** At least 1: an empty list has a first page. */
export const lastPage = (total: number): number => Math.max(1, Math.ceil(total / pageSize));
