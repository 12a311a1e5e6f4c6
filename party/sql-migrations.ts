/** A step of an object's storage. Append only: a step that has run anywhere is never edited or removed. */
export interface SqlMigration {
  id: number;
  sql: string;
}

/** Brings an object's SQLite up to date: every pending step in one transaction, before anything else runs. */
export function migrate(storage: DurableObjectStorage, migrations: readonly SqlMigration[]): void {
  storage.transactionSync(() => {
    storage.sql.exec("create table if not exists migrations (id integer primary key)");
    const { last } = storage.sql
      .exec<{ last: number }>("select coalesce(max(id), 0) last from migrations")
      .one();
    for (const { id, sql } of migrations) {
      if (id <= last) continue;
      storage.sql.exec(sql);
      storage.sql.exec("insert into migrations (id) values (?)", id);
    }
  });
}
