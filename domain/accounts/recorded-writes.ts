// From its own package: of better-auth's re-export esbuild leaves out the initialisation.
import { memoryAdapter } from "@better-auth/memory-adapter";
import type { BetterAuthOptions } from "better-auth";
import type { DBAdapter } from "better-auth/types";
import { type Column, eq, getTableColumns, lte, ne, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { accounts, sessions, users, verifications } from "#db/tables/index.ts";

const tables = { user: users, session: sessions, account: accounts, verification: verifications };

/** What better-auth finds of the database, by its own names for the tables. It appends what it creates. */
export interface AuthRows {
  user: (typeof users.$inferSelect)[];
  session: (typeof sessions.$inferSelect)[];
  account: (typeof accounts.$inferSelect)[];
  verification: (typeof verifications.$inferSelect)[];
}

interface Write {
  created?: { model: string; id: string };
  /** Writes one certain row: whether that came about can decide about the whole change. */
  certain: boolean;
  toSql(condition: SQL): SQL;
}

const rowSchema = z.looseObject({ id: z.uuid() });

const whenChanged = sql`exists (select 1 from changed)`;

/**
 * Lets better-auth work on rows that were loaded for it, and writes down what it would have written, so that all of
 * it can be committed as one statement. Nothing reaches the database from here.
 */
export function recordWrites(rows: AuthRows) {
  const writes: Write[] = [];
  return {
    /** For better-auth's `database`. */
    database: (options: BetterAuthOptions) => recorded(memoryAdapter({ ...rows })(options), writes),
    /**
     * The parts of a `commitChange`: the first certain write is the change, and the others follow if it came about.
     * @param expected state that better-auth relied on
     */
    asChange(expected: SQL = sql`true`) {
      const first = writes.find(({ certain }) => certain);
      if (!first) throw new Error("better-auth wrote nothing");
      const others = writes.filter((write) => write !== first);
      return {
        change: first.toSql(expected),
        after: others.map(({ toSql }, i) => ({ name: `further_${i}`, query: toSql(whenChanged) })),
      };
    },
    /** Of the row that better-auth created. */
    createdId: (model: keyof AuthRows) =>
      z.uuid().parse(writes.find(({ created }) => created?.model === model)?.created?.id),
  };
}

function recorded(memory: DBAdapter, writes: Write[]): DBAdapter {
  const remember = (certain: boolean, toSql: Write["toSql"], created?: Write["created"]) =>
    void writes.push({ certain, toSql, created });
  return {
    ...memory,
    async create<T extends Record<string, unknown>, R = T>(args: Parameters<DBAdapter["create"]>[0]) {
      const row = await memory.create<Record<string, unknown>, R>(args);
      const cells = rowSchema.parse(row);
      const created = { model: args.model, id: cells.id };
      remember(true, (condition) => insertSql(args.model, cells, condition), created);
      return row;
    },
    update(args) {
      remember(true, (condition) => updateSql(args.model, args.where, args.update, condition));
      return memory.update(args);
    },
    updateMany(args) {
      remember(false, (condition) => updateSql(args.model, args.where, args.update, condition));
      return memory.updateMany(args);
    },
    delete(args) {
      remember(true, (condition) => deleteSql(args.model, args.where, condition));
      return memory.delete(args);
    },
    deleteMany(args) {
      remember(false, (condition) => deleteSql(args.model, args.where, condition));
      return memory.deleteMany(args);
    },
    consumeOne(args) {
      remember(true, (condition) => deleteSql(args.model, args.where, condition));
      return memory.consumeOne(args);
    },
    incrementOne() {
      throw new Error("better-auth counts in rows, which nothing writes down");
    },
    transaction: (run) => memory.transaction((inner) => run(recorded({ ...memory, ...inner }, writes))),
  };
}

type Where = Parameters<DBAdapter["deleteMany"]>[0]["where"];

const tableOf = (model: string) => {
  const table = Object.entries(tables).find(([name]) => name === model)?.[1];
  if (!table) throw new Error(`better-auth writes an unknown table: ${model}`);
  return { table, columns: new Map<string, Column>(Object.entries(getTableColumns(table))) };
};

// unauthorised: nothing is written here; the verb that commits it has asked
// unaudited: the same statement of the verb holds the audit event
function insertSql(model: string, row: object, condition: SQL): SQL {
  const { table, columns } = tableOf(model);
  const cells = cellsOf(columns, row);
  const names = cells.map(({ name }) => name);
  const values = cells.map(({ value }) => value);
  return sql`insert into ${table} (${sql.join(names, sql`, `)}) select ${sql.join(values, sql`, `)}
    where ${condition} on conflict do nothing returning id`;
}

function updateSql(model: string, where: Where, update: object, condition: SQL): SQL {
  const { table, columns } = tableOf(model);
  const cells = cellsOf(columns, { ...update, updatedAt: new Date() });
  const assignments = cells.map(({ name, value }) => sql`${name} = ${value}`);
  return sql`update ${table} set ${sql.join(assignments, sql`, `)}
    where ${matches(columns, where)} and ${condition} returning id`;
}

function deleteSql(model: string, where: Where, condition: SQL): SQL {
  const { table, columns } = tableOf(model);
  return sql`delete from ${table} where ${matches(columns, where)} and ${condition} returning id`;
}

/** Names and values of a row, each in its column's type; what better-auth leaves out gets the column's default. */
function cellsOf(columns: Map<string, Column>, row: object) {
  return Object.entries(row).flatMap(([field, value]) => {
    if (value === undefined) return [];
    const column = columns.get(field);
    if (!column) throw new Error(`no column for better-auth's ${field}`);
    const typed = sql`${sql.param(value, column)}::${sql.raw(column.getSQLType())}`;
    return [{ name: sql.identifier(column.name), value: typed }];
  });
}

const comparisons = new Map<string, typeof lte>([
  ["eq", eq],
  ["ne", ne],
  ["lte", lte],
]);

function matches(columns: Map<string, Column>, where: Where): SQL {
  const conditions = where.map(({ field, operator = "eq", connector = "AND", value }) => {
    const column = columns.get(field);
    const compare = comparisons.get(operator);
    // Better no write than one of more rows than were meant.
    if (!column || !compare || connector !== "AND")
      throw new Error(`no SQL for ${connector} ${field} ${operator}`);
    return compare(column, value);
  });
  return sql.join(conditions, sql` and `);
}
