import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { instant } from "./columns.ts";
import { users } from "./users.ts";

export const mentorshipStates = [
  "pending",
  "waiting",
  "active",
  "declined",
  "withdrawn",
  "lapsed",
  "completed",
  "ended",
] as const;

/** A request and what becomes of it. Rows are never deleted; the state machine is domain/mentorships/state-machine.ts. */
export const mentorships = pgTable(
  "mentorships",
  {
    id: uuid("id").primaryKey(),
    mentorId: uuid("mentor_id")
      .notNull()
      .references(() => users.id),
    menteeId: uuid("mentee_id")
      .notNull()
      .references(() => users.id),
    state: text("state", { enum: mentorshipStates }).notNull(),
    goal: text("goal").notNull(),
    message: text("message").notNull(),
    declineReason: text("decline_reason"),
    roomId: uuid("room_id"),
    /** When a pending request lapses. */
    expiresAt: instant("expires_at"),
    /** Since when a waiting request is in line; the oldest is first. */
    queuedAt: instant("queued_at"),
    respondedAt: instant("responded_at"),
    endedAt: instant("ended_at"),
    version: integer("version").notNull().default(1),
    createdAt: instant("created_at").notNull().defaultNow(),
    updatedAt: instant("updated_at").notNull().defaultNow(),
  },
  (t) => [
    check("mentorships_two_people", sql`${t.mentorId} <> ${t.menteeId}`),
    check(
      "mentorships_state_known",
      sql`${t.state} in ('pending','waiting','active','declined','withdrawn','lapsed','completed','ended')`,
    ),
    // one open request or mentorship between two people; a closed one may be followed by another
    uniqueIndex("mentorships_open_pair_idx")
      .on(t.mentorId, t.menteeId)
      .where(sql`state in ('pending','waiting','active')`),
    index("mentorships_mentor_idx").on(t.mentorId, t.state, t.createdAt),
    index("mentorships_mentee_idx").on(t.menteeId, t.state, t.createdAt),
    // the cron that lapses
    index("mentorships_expiring_idx").on(t.expiresAt).where(sql`state = 'pending'`),
  ],
);
