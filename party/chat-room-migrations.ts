import type { SqlMigration } from "./sql-migrations.ts";

/** Times are ISO 8601 in UTC; `due_at` is in milliseconds since 1970. */
export const chatRoomMigrations: readonly SqlMigration[] = [
  {
    id: 1,
    sql: `
      -- one row, once the archive has been looked at; events up to base_seq are in the archive alone
      create table room (
        id integer primary key check (id = 1),
        base_seq integer not null,
        archive_has_older integer not null
      );
      create table events (
        seq integer primary key,
        type text not null,
        user_id text not null,
        client_id text,
        message_id text,
        data text not null
      );
      create unique index events_client on events (user_id, client_id) where client_id is not null;
      create index events_message on events (message_id) where message_id is not null;
      create table messages (
        id text primary key,
        seq integer not null unique,
        version integer not null,
        author_id text not null,
        body text not null,
        sent_at text not null,
        edited_at text,
        deleted_at text
      );
      create table members (
        user_id text primary key,
        name text not null,
        joined_at text not null,
        joined_seq integer not null,
        read_seq integer not null default 0,
        -- the member's inbox has not heard of the room's newest state
        push_owed integer not null default 0,
        -- a notification was given since the member last read
        notified integer not null default 0
      );
      -- ranges of events that the archive has not confirmed
      create table archive_outbox (
        id text primary key,
        from_seq integer not null,
        to_seq integer not null,
        due_at integer not null,
        sent integer not null default 0
      );
    `,
  },
  // the mentorship is over: the room is read
  { id: 2, sql: "alter table room add column closed integer not null default 0" },
];
