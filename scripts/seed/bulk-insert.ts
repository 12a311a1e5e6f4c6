import { getTableColumns, getTableName } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import type pg from "pg";

/**
 * Inserts rows of one shape by one statement; rows that are there already stay as they are.
 * @param key column whose values tell which rows are new
 * @returns `key` of the rows that were inserted
 */
export async function bulkInsert<T extends PgTable>(
  client: pg.ClientBase,
  table: T,
  rows: T["$inferInsert"][],
  key?: string & keyof T["$inferInsert"],
): Promise<Set<string>> {
  const [first] = rows;
  if (!first) return new Set();
  const columns = getTableColumns(table);
  const names = Object.keys(first).map((property) => ({ property, column: columns[property]!.name }));
  const named = rows.map((row) =>
    Object.fromEntries(
      names.map(({ property, column }) => [column, (row as Record<string, unknown>)[property]]),
    ),
  );
  const list = names.map(({ column }) => `"${column}"`).join(", ");
  const name = `"${getTableName(table)}"`;
  const returning = key ? `returning "${columns[key]!.name}" as key` : "";
  const result = await client.query<{ key: string }>(
    `insert into ${name} (${list}) select ${list} from json_populate_recordset(null::${name}, $1::json)
     on conflict do nothing ${returning}`,
    [JSON.stringify(named)],
  );
  return new Set(result.rows.map((row) => row.key));
}

/** Runs `work` as one transaction. */
export async function inTransaction<T>(client: pg.ClientBase, work: () => Promise<T>): Promise<T> {
  await client.query("begin");
  try {
    const result = await work();
    await client.query("commit");
    return result;
  } catch (error) {
    await client.query("rollback");
    throw error;
  }
}

/** Cuts a stream into batches, so that a hundred thousand people need no memory of their own. */
export function* inBatches<T>(items: Iterable<T>, size: number): Generator<T[]> {
  let batch: T[] = [];
  for (const item of items) {
    batch.push(item);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
