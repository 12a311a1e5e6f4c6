import { sql } from "drizzle-orm";
import { index, integer, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { instant } from "./columns.ts";

/**
 * Jobs that a committed change owes. The relay sets `sent_at`; the consumer sets `done_at` with its effect;
 * a sweep sends again what was sent and is not done.
 */
export const outbox = pgTable(
  "outbox",
  {
    id: uuid("id").primaryKey(),
    kind: text("kind").notNull(),
    /** Ids only, never data: the consumer loads what is true when it runs. */
    payload: jsonb("payload").notNull(),
    requestId: text("request_id").notNull(),
    createdAt: instant("created_at").notNull().defaultNow(),
    availableAt: instant("available_at").notNull().defaultNow(),
    sentAt: instant("sent_at"),
    doneAt: instant("done_at"),
    sends: integer("sends").notNull().default(0),
  },
  (t) => [
    // the relay's claim
    index("outbox_unsent_idx").on(t.availableAt).where(sql`sent_at is null`),
    // the sweep
    index("outbox_undone_idx").on(t.sentAt).where(sql`done_at is null`),
  ],
);

/** Jobs that failed for good, with the reason; an admin may replay them. */
export const deadLetters = pgTable("dead_letters", {
  id: uuid("id").primaryKey(),
  outboxId: uuid("outbox_id"),
  queue: text("queue").notNull(),
  body: jsonb("body").notNull(),
  reason: text("reason").notNull(),
  createdAt: instant("created_at").notNull().defaultNow(),
  replayedAt: instant("replayed_at"),
});

/** E-mails handed to the provider: the second guard against a double after the provider's own keys expire. */
export const emailLog = pgTable("email_log", {
  /** The outbox row's id, which is also the provider's idempotency key. */
  id: uuid("id").primaryKey(),
  kind: text("kind").notNull(),
  userId: uuid("user_id").notNull(),
  providerId: text("provider_id"),
  sentAt: instant("sent_at").notNull().defaultNow(),
});
