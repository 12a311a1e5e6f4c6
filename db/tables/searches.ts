import { boolean, index, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { instant } from "./columns.ts";
import { users } from "./users.ts";

/**
 * A ranking as it was when its first page was read, so that the next pages are cuts of the same one. Unlogged: after a
 * crash the next page is ranked anew. Rows go when they expire.
 */
export const searchRankings = pgTable(
  "search_rankings",
  {
    token: uuid("token").primaryKey(),
    /** Whose search it was; null for somebody who was not signed in. */
    readerId: uuid("reader_id").references(() => users.id),
    /** Mentors with their scores, best first, in `domain/search/`'s own shape. */
    ranked: jsonb("ranked").notNull(),
    expiresAt: instant("expires_at").notNull(),
  },
  (t) => [index("search_rankings_expires_idx").on(t.expiresAt)],
);

/** A search that a person keeps, and may be told about when a new mentor fits it. */
export const savedSearches = pgTable(
  "saved_searches",
  {
    id: uuid("id").primaryKey(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id),
    /** Its normal form as in the address of /mentors, without the page: the same search is kept once. */
    address: text("address").notNull(),
    query: text("query").notNull(),
    /** Whether the person wants to hear of somebody new. */
    watched: boolean("watched").notNull().default(true),
    /** Mentors who became findable up to then have been compared with it. */
    checkedAt: instant("checked_at").notNull(),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex("saved_searches_address_idx").on(t.userId, t.address),
    // the longest unchecked first
    index("saved_searches_checked_idx").on(t.checkedAt),
  ],
);

/** Whom a person was told of by which saved search: nobody is announced twice. */
export const savedSearchHits = pgTable(
  "saved_search_hits",
  {
    savedSearchId: uuid("saved_search_id")
      .notNull()
      .references(() => savedSearches.id, { onDelete: "cascade" }),
    mentorId: uuid("mentor_id")
      .notNull()
      .references(() => users.id),
    at: instant("at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.savedSearchId, t.mentorId] })],
);

/** What a person said about a mentor for themselves alone: kept for later, or not for them. */
export const mentorMarks = pgTable(
  "mentor_marks",
  {
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id),
    mentorId: uuid("mentor_id")
      .notNull()
      .references(() => users.id),
    kind: text("kind", { enum: ["saved", "not_interested"] }).notNull(),
    /** Why not, in one of a few words or the person's own. */
    reason: text("reason"),
    at: instant("at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.userId, t.mentorId] })],
);
