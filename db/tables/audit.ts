import { sql } from "drizzle-orm";
import { index, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { instant } from "./columns.ts";

/**
 * Every state change, committed in the statement that makes it. Triggers refuse UPDATE, DELETE and TRUNCATE.
 * No foreign keys: an event outlives whatever it speaks of.
 */
export const auditEvents = pgTable(
  "audit_events",
  {
    /** uuidv7, or `room:seq` for an event that comes from a room. */
    id: text("id").primaryKey(),
    actorKind: text("actor_kind", { enum: ["user", "anonymous", "system"] }).notNull(),
    actorId: text("actor_id"),
    action: text("action").notNull(),
    targetType: text("target_type").notNull(),
    targetId: text("target_id").notNull(),
    before: jsonb("before"),
    after: jsonb("after"),
    ip: text("ip"),
    userAgent: text("user_agent"),
    requestId: text("request_id").notNull(),
    at: instant("at").notNull().defaultNow(),
  },
  (t) => [
    index("audit_events_at_idx").on(t.at.desc(), t.id.desc()),
    index("audit_events_actor_idx").on(t.actorId, t.at.desc()),
    index("audit_events_target_idx").on(t.targetId, t.at.desc()),
  ],
);

/** Refusals, counted per actor, action, target and minute, so that a loop of them is one row. */
export const auditDenials = pgTable(
  "audit_denials",
  {
    actorId: text("actor_id").notNull(),
    action: text("action").notNull(),
    targetId: text("target_id").notNull(),
    minute: instant("minute").notNull(),
    count: integer("count").notNull().default(1),
    requestId: text("request_id").notNull(),
    ip: text("ip"),
  },
  (t) => [
    primaryKey({ columns: [t.actorId, t.action, t.targetId, t.minute] }),
    index("audit_denials_minute_idx").on(sql`${t.minute} desc`),
  ],
);
