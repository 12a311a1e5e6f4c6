import { sql } from "drizzle-orm";
import { check, index, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { instant } from "./columns.ts";
import { users } from "./users.ts";

/** Who knows whom. One row a pair, the lower id first. */
export const connections = pgTable(
  "connections",
  {
    id: uuid("id").primaryKey(),
    lowId: uuid("low_id")
      .notNull()
      .references(() => users.id),
    highId: uuid("high_id")
      .notNull()
      .references(() => users.id),
    state: text("state", { enum: ["invited", "connected", "removed"] }).notNull(),
    invitedBy: uuid("invited_by").references(() => users.id),
    since: instant("since").notNull().defaultNow(),
    updatedAt: instant("updated_at").notNull().defaultNow(),
  },
  (t) => [
    check("connections_ordered", sql`${t.lowId} < ${t.highId}`),
    uniqueIndex("connections_pair_idx").on(t.lowId, t.highId),
    index("connections_high_idx").on(t.highId),
  ],
);
