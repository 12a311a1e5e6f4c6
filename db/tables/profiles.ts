import { type SQL, sql } from "drizzle-orm";
import { boolean, check, date, index, integer, pgTable, smallint, text, uuid } from "drizzle-orm/pg-core";
import { instant, tsvector } from "./columns.ts";
import { users } from "./users.ts";

/** One row a user, made at sign-up. What others may see of a person and what search filters on. */
export const profiles = pgTable(
  "profiles",
  {
    userId: uuid("user_id")
      .primaryKey()
      .references(() => users.id),
    isMentor: boolean("is_mentor").notNull().default(false),
    isMentee: boolean("is_mentee").notNull().default(true),
    headline: text("headline").notNull().default(""),
    bio: text("bio").notNull().default(""),
    goals: text("goals").notNull().default(""),
    seniority: text("seniority"),
    /** ISO 639-1 codes. */
    languages: text("languages").array().notNull().default(sql`'{}'`),
    /** IANA name. */
    timeZone: text("time_zone").notNull().default("UTC"),
    /** ISO 3166-1 alpha-2. */
    country: text("country"),
    /** How many mentees at once. */
    capacity: smallint("capacity").notNull().default(0),
    /** How many of them are taken; moves only in the statement that changes a mentorship's state. */
    activeMentees: smallint("active_mentees").notNull().default(0),
    visibility: text("visibility", { enum: ["everyone", "connections", "hidden"] })
      .notNull()
      .default("everyone"),
    /** The mentor takes nobody until then, and search leaves them out; null or past: takes people. */
    pausedUntil: instant("paused_until"),
    /** The day, where the mentor lives, from which they expect a free place while all are taken; past: no longer said. */
    freeFrom: date("free_from", { mode: "string" }),
    /** Somebody of the staff has checked who this is. */
    verifiedAt: instant("verified_at"),
    /** Reviews of the mentor and the sum of their stars; they move only in the statement that writes a review. */
    reviewCount: integer("review_count").notNull().default(0),
    reviewStars: integer("review_stars").notNull().default(0),
    /** Names and aliases of offered skills, written by the verb that writes profile_skills. */
    skillsText: text("skills_text").notNull().default(""),
    search: tsvector("search").generatedAlwaysAs(
      (): SQL =>
        sql`setweight(to_tsvector('english', headline), 'A') || setweight(to_tsvector('english', skills_text), 'B') || setweight(to_tsvector('english', bio), 'C')`,
    ),
    onboardedAt: instant("onboarded_at"),
    /** When others could find the mentor for the first time: what a watched search calls new. */
    findableSince: instant("findable_since"),
    /** Rises by one with every change that the search index or the graph must hear of. */
    version: integer("version").notNull().default(1),
    lastActiveAt: instant("last_active_at").notNull().defaultNow(),
    createdAt: instant("created_at").notNull().defaultNow(),
    updatedAt: instant("updated_at").notNull().defaultNow(),
  },
  (t) => [
    check("profiles_capacity_range", sql`${t.capacity} between 0 and 50`),
    check("profiles_active_mentees_range", sql`${t.activeMentees} >= 0`),
    check(
      "profiles_review_stars_range",
      sql`${t.reviewStars} between ${t.reviewCount} and 5 * ${t.reviewCount}`,
    ),
    check("profiles_visibility_known", sql`${t.visibility} in ('everyone','connections','hidden')`),
    // full-text candidates of search
    index("profiles_search_idx").using("gin", t.search),
    // the hard filter "speaks"
    index("profiles_languages_idx").using("gin", t.languages),
    // who is new, for watched searches
    index("profiles_findable_since_idx").on(t.findableSince),
    // the cron that ends pauses
    index("profiles_paused_idx").on(t.pausedUntil).where(sql`paused_until is not null`),
    // browsing without words, the last seen first
    index("profiles_last_active_idx").on(t.lastActiveAt.desc().nullsFirst(), t.userId).where(sql`is_mentor`),
  ],
);

/** When a mentor can usually meet, in the mentor's own time zone. */
export const availabilityRules = pgTable(
  "availability_rules",
  {
    id: uuid("id").primaryKey(),
    profileId: uuid("profile_id")
      .notNull()
      .references(() => profiles.userId),
    /** 1 Monday … 7 Sunday (ISO 8601). */
    weekday: smallint("weekday").notNull(),
    /** Minutes after local midnight, start < end ≤ 1440. */
    startMinute: smallint("start_minute").notNull(),
    endMinute: smallint("end_minute").notNull(),
  },
  (t) => [
    check("availability_rules_weekday", sql`${t.weekday} between 1 and 7`),
    check(
      "availability_rules_minutes",
      sql`0 <= ${t.startMinute} and ${t.startMinute} < ${t.endMinute} and ${t.endMinute} <= 1440`,
    ),
    index("availability_rules_profile_idx").on(t.profileId),
  ],
);
