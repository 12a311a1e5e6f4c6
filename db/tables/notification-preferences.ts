import { sql } from "drizzle-orm";
import { check, index, integer, jsonb, pgTable, smallint, text, uuid } from "drizzle-orm/pg-core";
import { instant } from "./columns.ts";
import { users } from "./users.ts";

/** What a person wants to hear of, and by which way; somebody without a row has what everybody starts with. */
export const notificationPreferences = pgTable(
  "notification_preferences",
  {
    userId: uuid("user_id")
      .primaryKey()
      .references(() => users.id),
    /** `{topic: {here, mail, digest}}`, as domain/preferences/schema.ts has it. */
    choices: jsonb("choices").notNull(),
    /** Minutes after midnight in the person's own time zone; both or neither. */
    quietFrom: smallint("quiet_from"),
    quietUntil: smallint("quiet_until"),
    digest: text("digest", { enum: ["off", "daily", "weekly"] })
      .notNull()
      .default("off"),
    /** When the next one is due; null without one. */
    nextDigestAt: instant("next_digest_at"),
    /** Rises by one with each save. */
    version: integer("version").notNull().default(1),
    updatedAt: instant("updated_at").notNull().defaultNow(),
  },
  (t) => [
    check("notification_preferences_digest_known", sql`${t.digest} in ('off','daily','weekly')`),
    check(
      "notification_preferences_quiet_minutes",
      sql`(${t.quietFrom} is null) = (${t.quietUntil} is null)
        and coalesce(${t.quietFrom}, 0) between 0 and 1439 and coalesce(${t.quietUntil}, 0) between 0 and 1439`,
    ),
    // whose digest is due
    index("notification_preferences_due_idx").on(t.nextDigestAt).where(sql`next_digest_at is not null`),
  ],
);
