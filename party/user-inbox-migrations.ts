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
  {
    id: 2,
    sql: `
      -- what the person wants to see here, and since which save; null: as everybody starts
      alter table inbox add column preferences text;
      -- an alarm is not told whose object it wakes
      alter table inbox add column user_id text;
      -- not shown: kept for a digest alone, without a number that a stream tells
      alter table notifications add column shown integer not null default 1;
      alter table notifications add column for_digest integer not null default 0;
      alter table notifications add column digest_job text;
      create index notifications_for_digest on notifications (id) where for_digest = 1 and digest_job is null;
      drop index notifications_unread;
      create index notifications_unread on notifications (id) where read_at is null and shown = 1;
      -- letters about unread messages; due_at null: it is out, and none more until the person reads
      create table unread_mail (
        room_id text primary key,
        job_id text not null,
        notification_id integer not null,
        due_at integer
      );
    `,
  },
  {
    id: 3,
    sql: `
      -- whether any device of the person's is to hear of what comes
      alter table inbox add column pushed integer not null default 0;
      -- tag: a conversation or a notification; due_at null: it has been asked for, and no more until the person reads
      create table push_owed (
        tag text primary key,
        notification_id integer not null,
        due_at integer
      );
    `,
  },
  {
    id: 4,
    sql: `
      -- the same however often a push is asked for, until it comes (due_at null from then on), so that a device shows it once
      alter table push_owed add column job_id text not null default '';
      update push_owed set job_id = lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' ||
        substr(hex(randomblob(2)), 2) || '-8' || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)));
    `,
  },
];
