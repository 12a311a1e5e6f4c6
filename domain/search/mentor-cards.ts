import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { ReadContext } from "../context.ts";
import { lineOf } from "../mentorships/line-of.ts";
import { lineSchema } from "../mentorships/schema.ts";
import { freeFromOf } from "../profiles/load-profile-row.ts";
import { mayStandBetween } from "../profiles/visible-to.ts";
import { aboveAll, ratingOf } from "../reviews/rating.ts";
import { ratingSchema } from "../reviews/schema.ts";
import { likeness } from "./candidates.ts";
import { commonHours, readerHours } from "./hours-in-common.ts";
import { heldWords } from "./score.ts";

/** What the reader's side of a card needs; each row is one mentor with the data behind every possible reason. */
export const cardRowSchema = z.object({
  userId: z.string(),
  score: z.number(),
  name: z.string(),
  headline: z.string(),
  bio: z.string(),
  goals: z.string(),
  country: z.string().nullable(),
  timeZone: z.string(),
  seniority: z.string().nullable(),
  languages: z.array(z.string()),
  capacity: z.number(),
  taken: z.number(),
  lastActiveAt: z.string(),
  pausedUntil: z.string().nullable(),
  freeFrom: z.string().nullable(),
  verified: z.boolean(),
  line: lineSchema,
  rating: z.nullable(ratingSchema),
  /** Stars by which the shrunk rating is above the mean of all; negative below it. */
  aboveAll: z.number(),
  /** Words of the need that the profile holds, the most telling first. */
  held: z.array(z.string()),
  /** Whether the need is like their name. */
  named: z.boolean(),
  offers: z.array(
    z.object({
      slug: z.string(),
      name: z.string(),
      level: z.string().nullable(),
      years: z.number().nullable(),
      asked: z.boolean(),
      /** A language model read it between the words. */
      meant: z.boolean(),
      sought: z.boolean(),
      /** Name of the skill's cluster where the reader seeks another skill of it. */
      nearSought: z.string().nullable(),
    }),
  ),
  hours: z.array(z.object({ from: z.string(), to: z.string() })),
  connectedSince: z.string().nullable(),
  mutuals: z.array(z.object({ userId: z.string(), name: z.string() })),
  mutualCount: z.number(),
  /** The two people of a path of three steps, in order; empty unless each step of it still stands. */
  path: z.array(z.object({ userId: z.string(), name: z.string() })),
});
export type CardRow = z.infer<typeof cardRowSchema>;

export const readerRowSchema = z.object({
  languages: z.array(z.string()),
  /** Whether the hours compared are the reader's own, and not the usual working day. */
  ownHours: z.boolean(),
});
export type ReaderRow = z.infer<typeof readerRowSchema>;

export interface Reader {
  userId: string | null;
  timeZone: string;
  now: Date;
}

/** Who looks: somebody who is not signed in has no hours, people or languages to compare with. */
export function readerOf({ actor, now }: ReadContext): Reader {
  return actor.kind === "user"
    ? { userId: actor.id, timeZone: actor.timeZone, now: now() }
    : { userId: null, timeZone: "UTC", now: now() };
}

/** Connections of the reader that are looked through for people in common, the newest first. */
const MAX_CONNECTIONS = 500;
const MAX_MUTUALS = 3;

/** Common table expressions that `mentorCards` reads: the reader's hours, connections and sought skills. */
export function readerTables(reader: Reader): SQL {
  const id = sql`${reader.userId}::uuid`;
  return sql`${readerHours(reader)},
    mine as materialized (
      select other_id, since from (
        select high_id as other_id, since from connections where low_id = ${id} and state = 'connected'
        union all
        select low_id, since from connections where high_id = ${id} and state = 'connected') both_sides
      order by since desc limit ${MAX_CONNECTIONS}),
    sought as materialized (
      select ps.skill_slug as slug, s.cluster_slug as cluster from profile_skills ps
      join skills s on s.slug = ps.skill_slug where ps.profile_id = ${id} and ps.kind = 'seeks')`;
}

/** JSON of the reader: what reasons compare with. Null for somebody who is not signed in. */
export function readerJson({ userId }: Reader): SQL {
  return sql`(select json_build_object('languages', p.languages,
      'ownHours', exists (select 1 from availability_rules where profile_id = p.user_id))
    from profiles p where p.user_id = ${userId}::uuid)`;
}

interface CardParts {
  asked: SQL;
  meant?: SQL;
  need?: { text: string; typed: string };
  path: SQL;
}

/**
 * JSON array of `cardRowSchema`, in the order of `ranked (user_id, position, score)`.
 * Bounded: one look-up a connection of the reader and mentor, whatever the mentor's own number of connections.
 * @param asked a query for the slugs that the reader asked for in this search
 * @param meant the same for slugs that were read between the words
 * @param need its words, where there are any; needs `lexemes`
 * @param path JSON array of two ids that may lie between, or null; it is proved before it is shown
 */
export function mentorCards({ userId, now }: Reader, { asked, meant, need, path }: CardParts): SQL {
  const hours = userId
    ? sql`(select json_agg(json_build_object('from', lower(span), 'to', upper(span)))
        from (${commonHours(now, "p")}) common)`
    : sql`null::json`;
  return sql`(select coalesce(json_agg(json_build_object(
      'userId', p.user_id, 'score', ranked.score, 'name', u.name, 'headline', p.headline, 'bio', p.bio, 'goals', p.goals,
      'country', p.country, 'timeZone', p.time_zone, 'seniority', p.seniority, 'languages', p.languages,
      'capacity', p.capacity, 'taken', p.active_mentees, 'lastActiveAt', p.last_active_at,
      'pausedUntil', case when p.paused_until > ${now.toISOString()}::timestamptz then p.paused_until end,
      'freeFrom', case when p.active_mentees >= p.capacity then ${freeFromOf("p", now)} end,
      'verified', p.verified_at is not null, 'line', ${lineOf(sql`p.user_id`, userId)},
      'rating', ${ratingOf("p")}, 'aboveAll', ${aboveAll("p")}, 'held', coalesce(${need?.text ? heldWords : sql`null::json`}, '[]'),
      'named', ${need?.text ? sql`${likeness(need.typed)} > 0` : sql`false`},
      'offers', coalesce(${offers(asked, meant)}, '[]'), 'hours', coalesce(${hours}, '[]'),
      'connectedSince', (select since from mine where mine.other_id = p.user_id),
      'mutuals', coalesce(mutual.people, '[]'), 'mutualCount', coalesce(mutual.number, 0), 'path', coalesce(${provenPath(userId, path)}, '[]')
    ) order by ranked.position), '[]')
    from ranked join profiles p on p.user_id = ranked.user_id join users u on u.id = p.user_id
    cross join lateral (${mutuals(userId)}) mutual)`;
}

function offers(asked: SQL, meant?: SQL): SQL {
  return sql`(select json_agg(json_build_object('slug', s.slug, 'name', s.name, 'level', ps.level,
      'years', ps.years, 'asked', s.slug in (${asked}),
      'meant', ${meant ? sql`s.slug in (${meant})` : sql`false`}, 'sought', s.slug in (select slug from sought),
      'nearSought', (select c.name from clusters c where c.slug = s.cluster_slug
        and exists (select 1 from sought where sought.cluster = c.slug))) order by s.name)
    from profile_skills ps join skills s on s.slug = ps.skill_slug
    where ps.profile_id = p.user_id and ps.kind = 'offers')`;
}

/** For `mentorCards`: the slugs of `understood`, said and meant. */
export const skillsOfNeed = {
  asked: sql`select slug from understood where matched is not null`,
  meant: sql`select slug from understood where matched is null`,
};

/** People whom the reader and the mentor both know; one who hides is never named. */
function mutuals(userId: string | null): SQL {
  return sql`select (json_agg(json_build_object('userId', id, 'name', name)) filter (where place <= ${MAX_MUTUALS}))
      as people, count(*)::int as number
    from (
      select fu.id, fu.name, row_number() over (order by mine.since, fu.id) as place
      from mine
      join connections c on c.low_id = least(mine.other_id, p.user_id)
        and c.high_id = greatest(mine.other_id, p.user_id) and c.state = 'connected'
      join users fu on fu.id = mine.other_id
      join profiles fp on fp.user_id = fu.id and ${mayStandBetween(userId, "fp")}) friends`;
}

/** Both people, where the reader knows the first, they know each other, and the second knows the mentor. */
function provenPath(userId: string | null, path: SQL): SQL {
  if (!userId) return sql`null::json`;
  const connected = (one: SQL, other: SQL) => sql`exists (select 1 from connections c
    where c.low_id = least(${one}, ${other}) and c.high_id = greatest(${one}, ${other}) and c.state = 'connected')`;
  return sql`(select json_build_array(json_build_object('userId', a.id, 'name', a.name),
      json_build_object('userId', b.id, 'name', b.name))
    from (select ${path} as ids where coalesce(mutual.number, 0) = 0 offset 0) way
    join users a on a.id = (way.ids ->> 0)::uuid join profiles ap on ap.user_id = a.id
    join users b on b.id = (way.ids ->> 1)::uuid join profiles bp on bp.user_id = b.id
    where ${mayStandBetween(userId, "ap")} and ${mayStandBetween(userId, "bp")}
      and exists (select 1 from mine where mine.other_id = a.id)
      and ${connected(sql`a.id`, sql`b.id`)} and ${connected(sql`b.id`, sql`p.user_id`)})`;
}
