import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { instant, tsvector } from "./columns.ts";
import { mentorships } from "./mentorships.ts";
import { clusters } from "./skills.ts";
import { users } from "./users.ts";

/** Rooms that exist and who may enter; the conversation itself lives in the room's Durable Object. */
export const rooms = pgTable(
  "rooms",
  {
    id: uuid("id").primaryKey(),
    kind: text("kind", { enum: ["direct", "community", "group"] }).notNull(),
    /** Of a direct room. */
    mentorshipId: uuid("mentorship_id").references(() => mentorships.id),
    /** Of a community: a cluster has one at most, made with the first who joins. */
    clusterSlug: text("cluster_slug").references(() => clusters.slug),
    /** Of a group: what its maker calls it, and who made it. */
    title: text("title"),
    makerId: uuid("maker_id").references(() => users.id),
    /** Of communities and groups: members who have not left. It moves in the statement that moves the member. */
    memberCount: integer("member_count").notNull().default(0),
    /** Slow mode: between two messages of one member; 0 is off. */
    slowSeconds: integer("slow_seconds").notNull().default(0),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex("rooms_mentorship_idx").on(t.mentorshipId),
    uniqueIndex("rooms_cluster_idx").on(t.clusterSlug),
    check("rooms_kind_known", sql`${t.kind} in ('direct','community','group')`),
    check(
      "rooms_kind_parts",
      sql`(${t.kind} = 'community') = (${t.clusterSlug} is not null) and (${t.kind} = 'group') = (${t.title} is not null)`,
    ),
    check("rooms_member_count_range", sql`${t.memberCount} >= 0`),
    check("rooms_slow_seconds_range", sql`${t.slowSeconds} between 0 and 3600`),
  ],
);

export const roomMembers = pgTable(
  "room_members",
  {
    roomId: uuid("room_id")
      .notNull()
      .references(() => rooms.id),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id),
    joinedAt: instant("joined_at").notNull().defaultNow(),
    leftAt: instant("left_at"),
    /** The member wants no notifications of it, unless a message names them. */
    mutedAt: instant("muted_at"),
    /** The member keeps it apart from their other conversations. */
    archivedAt: instant("archived_at"),
  },
  (t) => [primaryKey({ columns: [t.roomId, t.userId] }), index("room_members_user_idx").on(t.userId)],
);

/** Copies of the rooms' messages; a row is replaced only by a higher `version`. */
export const archivedMessages = pgTable(
  "archived_messages",
  {
    roomId: uuid("room_id")
      .notNull()
      .references(() => rooms.id),
    id: uuid("id").notNull(),
    /** The room event that made the message. */
    seq: bigint("seq", { mode: "number" }).notNull(),
    /** The latest room event that changed it. */
    version: bigint("version", { mode: "number" }).notNull(),
    authorId: uuid("author_id")
      .notNull()
      .references(() => users.id),
    body: text("body").notNull(),
    sentAt: instant("sent_at").notNull(),
    editedAt: instant("edited_at"),
    deletedAt: instant("deleted_at"),
    /** Somebody else than the author, where they took it out. */
    deletedBy: uuid("deleted_by").references(() => users.id),
    /** The message of the room that it answers. */
    quoteId: uuid("quote_id"),
    /** The message under which it is a reply. */
    threadId: uuid("thread_id"),
    inRoom: boolean("in_room").notNull().default(true),
    /** As the room's messages carry them: `{emoji, userId}[]`, `{at, by, seq}`, user ids. */
    reactions: jsonb("reactions").notNull().default([]),
    pin: jsonb("pin"),
    mentions: jsonb("mentions").notNull().default([]),
    /** Its files, as the room's messages carry them. */
    attachments: jsonb("attachments").notNull().default([]),
    /** Words as they are: people write in many languages. */
    search: tsvector("search").generatedAlwaysAs(sql`to_tsvector('simple', body)`),
  },
  (t) => [
    primaryKey({ columns: [t.roomId, t.id] }),
    index("archived_messages_seq_idx").on(t.roomId, t.seq),
    index("archived_messages_search_idx").using("gin", t.search),
    index("archived_messages_thread_idx").on(t.roomId, t.threadId).where(sql`thread_id is not null`),
  ],
);
