import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, smallint, text, uuid } from "drizzle-orm/pg-core";
import { instant } from "./columns.ts";
import { mentorships } from "./mentorships.ts";
import { users } from "./users.ts";

/** What a mentee says of a mentorship that is over. One a mentorship: its id is the review's. */
export const reviews = pgTable(
  "reviews",
  {
    mentorshipId: uuid("mentorship_id")
      .primaryKey()
      .references(() => mentorships.id),
    /** The mentorship's two people, who never change: a mentor's reviews are found without it. */
    mentorId: uuid("mentor_id")
      .notNull()
      .references(() => users.id),
    menteeId: uuid("mentee_id")
      .notNull()
      .references(() => users.id),
    stars: smallint("stars").notNull(),
    /** "" where the stars say it all. */
    words: text("words").notNull().default(""),
    createdAt: instant("created_at").notNull().defaultNow(),
    updatedAt: instant("updated_at").notNull().defaultNow(),
  },
  (t) => [
    check("reviews_stars_range", sql`${t.stars} between 1 and 5`),
    check("reviews_two_people", sql`${t.mentorId} <> ${t.menteeId}`),
    // a mentor's reviews, the newest first
    index("reviews_mentor_idx").on(t.mentorId, t.createdAt.desc()),
  ],
);

/** One row: how many reviews there are, and the sum of their stars. What a mentor without reviews is taken for. */
export const reviewTotals = pgTable(
  "review_totals",
  {
    id: smallint("id").primaryKey(),
    reviews: integer("reviews").notNull(),
    stars: integer("stars").notNull(),
  },
  (t) => [check("review_totals_one_row", sql`${t.id} = 1`)],
);
