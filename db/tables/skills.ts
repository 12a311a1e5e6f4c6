import { sql } from "drizzle-orm";
import { check, index, pgTable, primaryKey, smallint, text, uuid } from "drizzle-orm/pg-core";
import { instant } from "./columns.ts";
import { profiles } from "./profiles.ts";
import { users } from "./users.ts";

/** Groups of skills. */
export const clusters = pgTable("clusters", {
  slug: text("slug").primaryKey(),
  name: text("name").notNull(),
  about: text("about").notNull(),
});

/** The taxonomy. A `proposed` skill is usable by the person who proposed it until an admin approves it. */
export const skills = pgTable(
  "skills",
  {
    slug: text("slug").primaryKey(),
    name: text("name").notNull(),
    clusterSlug: text("cluster_slug").references(() => clusters.slug),
    aliases: text("aliases").array().notNull().default(sql`'{}'`),
    related: text("related").array().notNull().default(sql`'{}'`),
    status: text("status", { enum: ["approved", "proposed"] })
      .notNull()
      .default("approved"),
    proposedBy: uuid("proposed_by").references(() => users.id),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (t) => [
    check("skills_status_known", sql`${t.status} in ('approved','proposed')`),
    // which skills a text names: `skill_labels` are the name and the aliases in lower case
    // at once in the index: a list of what is pending would be read through by each search
    index("skills_labels_idx")
      .using("gin", sql`skill_labels(${t.name}, ${t.aliases})`)
      .with({ fastupdate: false }),
  ],
);

/** What a person offers or seeks. Rows are replaced as a set by the verb that saves the profile. */
export const profileSkills = pgTable(
  "profile_skills",
  {
    profileId: uuid("profile_id")
      .notNull()
      .references(() => profiles.userId),
    skillSlug: text("skill_slug")
      .notNull()
      .references(() => skills.slug),
    kind: text("kind", { enum: ["offers", "seeks"] }).notNull(),
    level: text("level", { enum: ["working", "advanced", "expert"] }),
    years: smallint("years"),
  },
  (t) => [
    primaryKey({ columns: [t.profileId, t.kind, t.skillSlug] }),
    // who offers or seeks a skill: facets and the recommendations' degraded path
    index("profile_skills_skill_idx").on(t.skillSlug, t.kind, t.profileId),
  ],
);
