import { eq, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { profiles, users } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import { ratingOf } from "../reviews/rating.ts";
import type { Rating } from "../reviews/schema.ts";
import type { AvailabilityRule, OfferedSkill, SoughtSkill } from "./schema.ts";

/** The query behind every page that shows a profile: the person, the skills with their names, and the week. */
export function profileRowQuery(ctx: ReadContext, where: SQL | undefined) {
  return ctx.db
    .select({
      userId: profiles.userId,
      name: users.name,
      email: users.email,
      image: users.image,
      isMentor: profiles.isMentor,
      isMentee: profiles.isMentee,
      headline: profiles.headline,
      bio: profiles.bio,
      goals: profiles.goals,
      seniority: profiles.seniority,
      languages: profiles.languages,
      timeZone: profiles.timeZone,
      country: profiles.country,
      capacity: profiles.capacity,
      activeMentees: profiles.activeMentees,
      visibility: profiles.visibility,
      pausedUntil: pauseAsDay(ctx.now()).as("paused_until"),
      freeFrom: freeFromOf("profiles", ctx.now()).as("free_from"),
      verified: sql<boolean>`${profiles.verifiedAt} is not null`.as("verified"),
      rating: (ratingOf("profiles") as SQL<Rating | null>).as("rating"),
      onboardedAt: profiles.onboardedAt,
      version: profiles.version,
      offers: offers.as("offers"),
      seeks: seeks.as("seeks"),
      availability: availability.as("availability"),
    })
    .from(profiles)
    .innerJoin(users, eq(users.id, profiles.userId))
    .where(where);
}

export type ProfileRow = Awaited<ReturnType<typeof profileRowQuery>>[number];

// Names of columns are written out: drizzle leaves the table out of a column's name inside a subquery.
const mine = sql`"profiles"."user_id"`;
const skillsOf = (kind: "offers" | "seeks", shape: SQLWrapper, order: SQLWrapper) =>
  sql`coalesce((select json_agg(${shape} order by ${order}) from profile_skills ps
    join skills s on s.slug = ps.skill_slug left join clusters c on c.slug = s.cluster_slug
    where ps.profile_id = ${mine} and ps.kind = ${kind}), '[]'::json)`;

const offers = skillsOf(
  "offers",
  sql`json_build_object('skill', s.slug, 'name', s.name, 'cluster', c.name,
    'level', coalesce(ps.level, 'working'), 'years', coalesce(ps.years, 0))`,
  sql`array_position(array['expert','advanced','working'], ps.level), ps.years desc, s.name`,
) as SQL<OfferedSkill[]>;

const seeks = skillsOf(
  "seeks",
  sql`json_build_object('skill', s.slug, 'name', s.name, 'cluster', c.name)`,
  sql`s.name`,
) as SQL<SoughtSkill[]>;

/** The day in the mentor's own time zone; a pause that is over is none. */
const pauseAsDay = (now: Date) => sql<
  string | null
>`case when "profiles"."paused_until" > ${now.toISOString()}::timestamptz
  then to_char("profiles"."paused_until" at time zone "profiles"."time_zone", 'YYYY-MM-DD') end`;

/** The day from which a place is expected, as ISO date; none once it has come. @param alias of the table `profiles` */
export const freeFromOf = (alias: string, now: Date) => {
  const day = sql`${sql.identifier(alias)}."free_from"`;
  return sql<string | null>`case when ${day} > (${now.toISOString()}::timestamptz
    at time zone ${sql.identifier(alias)}."time_zone")::date then to_char(${day}, 'YYYY-MM-DD') end`;
};

const availability = sql<AvailabilityRule[]>`coalesce((select json_agg(json_build_object(
    'weekday', r.weekday, 'startMinute', r.start_minute, 'endMinute', r.end_minute)
    order by r.weekday, r.start_minute)
  from availability_rules r where r.profile_id = ${mine}), '[]'::json)`;
