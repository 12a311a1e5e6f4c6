import { sql } from "drizzle-orm";
import { check, index, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { instant } from "./columns.ts";
import { rooms } from "./rooms.ts";
import { users } from "./users.ts";

/** Messages that members ask the moderators to look at, and what became of it. */
export const reports = pgTable(
  "reports",
  {
    id: uuid("id").primaryKey(),
    roomId: uuid("room_id")
      .notNull()
      .references(() => rooms.id),
    /** The room holds it; the archive may come to know of it later than the report. */
    messageId: uuid("message_id").notNull(),
    authorId: uuid("author_id")
      .notNull()
      .references(() => users.id),
    reporterId: uuid("reporter_id")
      .notNull()
      .references(() => users.id),
    reason: text("reason").notNull(),
    /** What the message said when it was reported: its author may change it or take it back. Gone with the decision. */
    saidThen: text("said_then"),
    createdAt: instant("created_at").notNull().defaultNow(),
    /** Null: open. */
    decision: text("decision", { enum: ["removed", "dismissed"] }),
    decidedBy: uuid("decided_by").references(() => users.id),
    decidedAt: instant("decided_at"),
    /** Why it was dismissed. */
    decisionReason: text("decision_reason"),
  },
  (t) => [
    // one person reports a message once, and again where it was changed after a decision
    uniqueIndex("reports_open_message_reporter_idx")
      .on(t.roomId, t.messageId, t.reporterId)
      .where(sql`decision is null`),
    // what the removal of a message settles
    index("reports_message_idx").on(t.roomId, t.messageId),
    index("reports_open_idx").on(t.createdAt).where(sql`decision is null`),
    check("reports_two_people", sql`${t.authorId} <> ${t.reporterId}`),
    check("reports_decided_without_words", sql`${t.decision} is null or ${t.saidThen} is null`),
    check("reports_decision_known", sql`${t.decision} in ('removed','dismissed')`),
    check(
      "reports_decision_parts",
      sql`(${t.decision} is null) = (${t.decidedBy} is null) and (${t.decision} is null) = (${t.decidedAt} is null)
        and (${t.decision} is not distinct from 'dismissed') = (${t.decisionReason} is not null)`,
    ),
  ],
);
