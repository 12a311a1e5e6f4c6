import { sql } from "drizzle-orm";
import { check, index, pgTable, primaryKey, uuid } from "drizzle-orm/pg-core";
import { instant } from "./columns.ts";
import { users } from "./users.ts";

/** Who wants to have nothing to do with whom. One row a direction; either hides the two from each other. */
export const blocks = pgTable(
  "blocks",
  {
    blockerId: uuid("blocker_id")
      .notNull()
      .references(() => users.id),
    blockedId: uuid("blocked_id")
      .notNull()
      .references(() => users.id),
    at: instant("at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.blockerId, t.blockedId] }),
    // who has blocked the reader
    index("blocks_blocked_idx").on(t.blockedId, t.blockerId),
    check("blocks_two_people", sql`${t.blockerId} <> ${t.blockedId}`),
  ],
);
