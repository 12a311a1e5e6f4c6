import type { SqlMigration } from "./sql-migrations.ts";

/** Times are ISO 8601 in UTC. */
export const userInboxMigrations: readonly SqlMigration[] = [
  {
    id: 1,
    sql: `
      -- one row; opened: the rooms of the archive have been loaded; ids up to pruned_through may be gone
      create table inbox (opened integer not null, pruned_through integer not null);
      insert into inbox values (0, 0);
      -- what the stream tells, in order; of a room, and of reading, the newest alone: it says all that older ones did
      create table stream (
        id integer primary key autoincrement,
        type text not null,
        room_id text unique
      );
      create table notifications (
        id integer primary key,
        key text not null unique,
        kind text not null,
        title text not null,
        preview text,
        href text not null,
        at text not null,
        read_at text
      );
      create index notifications_unread on notifications (id) where read_at is null;
      create table rooms (room_id text primary key, summary text not null);
    `,
  },
];
