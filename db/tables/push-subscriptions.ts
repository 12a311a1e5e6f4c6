import { sql } from "drizzle-orm";
import { index, integer, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { instant } from "./columns.ts";
import { sessions, users } from "./users.ts";

/** Browsers that have asked for their person's notifications (RFC 8030), one row a browser. */
export const pushSubscriptions = pgTable(
  "push_subscriptions",
  {
    id: uuid("id").primaryKey(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id),
    /** The sign-in there. Without one, since it ended, nothing is sent until the person signs in there again. */
    sessionId: uuid("session_id").references(() => sessions.id, { onDelete: "set null" }),
    /** Whoever knows it can try to send there: it stands in no log and no trail. */
    endpoint: text("endpoint").notNull().unique(),
    /** The browser's public key and shared secret (RFC 8291), base64url. */
    p256dh: text("p256dh").notNull(),
    auth: text("auth").notNull(),
    /** For its person to know it by: "Firefox on Windows". */
    label: text("label").notNull(),
    /** The last jobs that are over for it, taken or not to be tried again, newest first: one that comes again leaves it out. */
    sentJobs: uuid("sent_jobs").array().notNull().default(sql`'{}'`),
    createdAt: instant("created_at").notNull().defaultNow(),
    lastSuccessAt: instant("last_success_at"),
    /** On how many days a push failed since the last that was taken. */
    failures: integer("failures").notNull().default(0),
    /** When the last of them was counted; null when there is none. */
    failedAt: instant("failed_at"),
  },
  (t) => [
    index("push_subscriptions_user_id_idx").on(t.userId),
    // signing out
    index("push_subscriptions_session_id_idx").on(t.sessionId),
  ],
);
