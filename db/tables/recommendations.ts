import { jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { instant } from "./columns.ts";
import { users } from "./users.ts";

/** What the graph last said for a person: reading recommendations is one row. */
export const recommendations = pgTable("recommendations", {
  userId: uuid("user_id")
    .primaryKey()
    .references(() => users.id),
  /** `{mentorId, score, reasons}[]`, best first; parsed by domain/recommendations/schema.ts. */
  items: jsonb("items").notNull(),
  source: text("source", { enum: ["graph", "sql"] }).notNull(),
  computedAt: instant("computed_at").notNull().defaultNow(),
});
