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
  // answers, threads, reactions, pins, mentions; thread, reactions, pin and mentions are JSON as messages carry it
  {
    id: 3,
    sql: `
      alter table messages add column deleted_by text;
      alter table messages add column quote_id text;
      alter table messages add column thread_id text;
      alter table messages add column in_room integer not null default 1;
      alter table messages add column thread text;
      alter table messages add column reactions text not null default '[]';
      alter table messages add column pin text;
      alter table messages add column mentions text not null default '[]';
      create index messages_thread on messages (thread_id, seq) where thread_id is not null;
      create index messages_quote on messages (quote_id) where quote_id is not null;
      create index messages_pinned on messages (id) where pin is not null;
      -- the newest message that names the member and that nobody has told them of
      alter table members add column mention_seq integer not null default 0;
    `,
  },
  { id: 4, sql: "alter table members add column muted integer not null default 0" },
  // one of the two has blocked the other
  { id: 5, sql: "alter table room add column blocked integer not null default 0" },
  // who has left keeps their name here, for what they wrote, and hears nothing more
  { id: 6, sql: "alter table members add column gone integer not null default 0" },
  // slow mode
  { id: 7, sql: "alter table room add column slow_seconds integer not null default 0" },
  // from event window_seq on every message is here; of those before it single ones, and the archive has them all
  {
    id: 8,
    sql: `
      alter table room add column window_seq integer not null default 0;
      update room set window_seq = coalesce((select min(seq) from messages), base_seq + 1)
      where archive_has_older = 1;
    `,
  },
  // files: JSON as messages carry it; and each file's message, which stays when that is taken back or let go of
  {
    id: 9,
    sql: `
      alter table messages add column attachments text not null default '[]';
      create table attachments (
        id text primary key,
        message_id text not null
      );
      create index attachments_message on attachments (message_id);
    `,
  },
  // rooms of many. Their inboxes hear of the room up to event news_seq, each has heard up to told_seq: a message is one
  // write here, however many members there are. moves: the newest comings and goings
  {
    id: 10,
    sql: `
      alter table room add column kind text not null default 'direct';
      alter table room add column title text;
      alter table room add column news_seq integer not null default 0;
      alter table members add column told_seq integer not null default 0;
      create table moves (
        seq integer primary key,
        type text not null,
        at text not null,
        user_id text not null,
        name text not null
      );
      -- members of whom one has blocked another
      create table blocks (by text not null, of text not null, primary key (by, of));
    `,
  },
];
