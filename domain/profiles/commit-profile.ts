import { and, eq, lte, type SQL, sql } from "drizzle-orm";
import { profiles, skills } from "#db/tables/index.ts";
import type { ReadContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { newId } from "../ids.ts";
import { commitChange } from "../outbox/commit-change.ts";
import type { Job } from "../outbox/jobs.ts";
import { profileRowQuery } from "./load-profile-row.ts";
import { describeChange, type ProfileContent } from "./profile-content.ts";

/** A profile as it stands: what a save compares with, and what it may not break. */
export interface StoredProfile {
  content: ProfileContent;
  version: number;
  activeMentees: number;
  /** Of the slugs that were asked about, those that this person may use. */
  usableSkills: ReadonlySet<string>;
}

/** Loads, in one round trip, what a save needs to know. @throws DomainError `not_found` */
export async function loadStoredProfile(
  ctx: ReadContext,
  userId: string,
  slugs: string[],
): Promise<StoredProfile> {
  const [[row], usable] = await ctx.db.batch([
    profileRowQuery(ctx, eq(profiles.userId, userId)),
    ctx.db.select({ slug: skills.slug }).from(skills).where(usableBy(userId, slugs)),
  ]);
  if (!row) throw new DomainError("not_found", { log: `user ${userId} has no profile` });
  const content: ProfileContent = {
    ...row,
    offers: row.offers.map(({ skill, level, years }) => ({ skill, level, years })),
    seeks: row.seeks.map(({ skill }) => skill),
    onboarded: row.onboardedAt !== null,
  };
  const usableSkills = new Set(usable.map(({ slug }) => slug));
  return { content, version: row.version, activeMentees: row.activeMentees, usableSkills };
}

/** How far ahead a pause may end, or a place be expected. */
const FARTHEST_DAYS = 366;

/** @throws DomainError `invalid_input` with the field: an unknown skill, fewer places than mentees, a pause that is over */
export function refuseImpossible(stored: StoredProfile, next: ProfileContent, now: Date): void {
  const fields: Record<string, string> = {};
  const unknown = (slugs: string[]) => slugs.filter((slug) => !stored.usableSkills.has(slug));
  const lost = { offers: unknown(next.offers.map((o) => o.skill)), seeks: unknown(next.seeks) };
  for (const field of ["offers", "seeks"] as const) {
    if (lost[field].length > 0) fields[field] = `We don't know this skill: ${lost[field].join(", ")}.`;
  }
  const taken = stored.activeMentees;
  const mentees = taken === 1 ? "one mentee" : `${taken} mentees`;
  if (next.capacity < taken) fields.capacity = `You have ${mentees} now. Choose ${taken} or more.`;
  if (!next.isMentor && taken > 0) {
    fields.isMentor = `You have ${mentees} now. End these mentorships first.`;
  }
  for (const field of ["pausedUntil", "freeFrom"] as const) {
    const day = next[field];
    if (day === null || day === stored.content[field]) continue;
    const ahead = (Date.parse(day) - now.getTime()) / 86_400_000;
    if (ahead <= 0) fields[field] = "Choose a day that is still to come.";
    if (ahead > FARTHEST_DAYS) fields[field] = "Choose a day within a year.";
  }
  if (Object.keys(fields).length > 0) throw new DomainError("invalid_input", { fields });
}

/**
 * Writes the whole profile (row, skills, week, roles) with audit and outbox as one statement.
 * @returns false when the profile has another version by now: nothing is written
 */
export function commitProfile(
  ctx: ReadContext,
  userId: string,
  stored: StoredProfile,
  next: ProfileContent,
  action: string,
): Promise<boolean> {
  const { offers, seeks, availability, onboarded, ...row } = next;
  const slugs = [...new Set([...offers.map((o) => o.skill), ...seeks])];
  const offered = sql.param(offers.map((o) => o.skill));
  const skillsText = sql`coalesce((select string_agg(concat_ws(', ', name, nullif(array_to_string(aliases, ', '), '')), '. ' order by name)
    from usable where slug = any(${offered}::text[])), '')`;
  // unauthorised: the verb that saves has asked
  const change = ctx.db
    .update(profiles)
    .set({
      ...columnsOf(row),
      skillsText,
      onboardedAt: onboarded ? sql`coalesce(onboarded_at, ${ctx.now().toISOString()}::timestamptz)` : null,
      version: sql`${profiles.version} + 1`,
      updatedAt: ctx.now(),
    })
    .where(
      and(
        eq(profiles.userId, userId),
        eq(profiles.version, stored.version),
        // an acceptance may have come in between
        lte(profiles.activeMentees, next.capacity),
        sql`(select count(*) from usable) = ${slugs.length}`,
      ),
    )
    .returning({ userId: profiles.userId });
  return commitChange(ctx, {
    before: [
      { name: "usable", query: sql`select slug, name, aliases from skills where ${usableBy(userId, slugs)}` },
    ],
    change,
    after: [...replaceSkills(next), ...replaceWeek(next), setRoles(next)],
    audit: { action, targetType: "profile", targetId: userId, ...describeChange(stored.content, next) },
    jobs: jobsOf(userId, stored.content, next),
  });
}

/** Approved skills, and those that this person proposed. */
const usableBy = (userId: string, slugs: string[]): SQL =>
  sql`${skills.slug} = any(${sql.param(slugs)}::text[]) and (${skills.status} = 'approved' or ${skills.proposedBy} = ${userId}::uuid)`;

function columnsOf(row: Omit<ProfileContent, "offers" | "seeks" | "availability" | "onboarded">) {
  const { isMentor, isMentee, headline, bio, goals, seniority, languages, timeZone, country } = row;
  const { capacity, visibility, pausedUntil, freeFrom } = row;
  return {
    isMentor,
    isMentee,
    headline,
    bio,
    goals,
    seniority,
    languages,
    timeZone,
    country,
    capacity,
    visibility,
    pausedUntil: pausedUntil === null ? null : sql`${pausedUntil}::date::timestamp at time zone ${timeZone}`,
    freeFrom,
  };
}

/** Deletes only what is gone: a row that is deleted and inserted in one statement collides with itself. */
function replaceSkills({ offers, seeks }: ProfileContent) {
  const rows = [
    ...offers.map((offer) => ({ ...offer, kind: "offers" })),
    ...seeks.map((skill) => ({ skill, kind: "seeks", level: null, years: null })),
  ];
  const wanted = sql`json_to_recordset(${JSON.stringify(rows)}::json) as w(skill text, kind text, level text, years smallint)`;
  return [
    {
      name: "dropped_skills",
      query: sql`delete from profile_skills ps using changed where ps.profile_id = changed.user_id
        and not exists (select 1 from ${wanted} where w.skill = ps.skill_slug and w.kind = ps.kind)`,
    },
    {
      name: "kept_skills",
      query: sql`insert into profile_skills (profile_id, skill_slug, kind, level, years)
        select changed.user_id, w.skill, w.kind, w.level, w.years from changed, ${wanted}
        on conflict (profile_id, kind, skill_slug) do update set level = excluded.level, years = excluded.years`,
    },
  ];
}

function replaceWeek({ availability }: ProfileContent) {
  const rows = availability.map((rule) => ({ id: newId(), ...rule }));
  return [
    {
      name: "dropped_times",
      query: sql`delete from availability_rules a using changed where a.profile_id = changed.user_id`,
    },
    {
      name: "kept_times",
      query: sql`insert into availability_rules (id, profile_id, weekday, start_minute, end_minute)
        select w.id, changed.user_id, w.weekday, w."startMinute", w."endMinute" from changed,
          json_to_recordset(${JSON.stringify(rows)}::json) as w(id uuid, weekday smallint, "startMinute" smallint, "endMinute" smallint)`,
    },
  ];
}

/** Mentor and mentee are chosen by the person; the other roles stay as they are. */
function setRoles({ isMentor, isMentee }: ProfileContent) {
  const chosen = [...(isMentee ? ["mentee"] : []), ...(isMentor ? ["mentor"] : [])];
  return {
    name: "roles_set",
    query: sql`update users set roles = ${sql.param(chosen)}::text[] || array_remove(array_remove(users.roles, 'mentee'), 'mentor')
      from changed where users.id = changed.user_id`,
  };
}

function jobsOf(userId: string, before: ProfileContent, after: ProfileContent): Job[] {
  return [
    { kind: "search.embed-profile", userId },
    { kind: "graph.project-person", userId },
    { kind: "graph.refresh-recommendations", userId },
    // a new place, or the end of a pause, may be what somebody waits for
    ...(after.capacity > before.capacity || (before.pausedUntil !== null && after.pausedUntil === null)
      ? [{ kind: "live.advance-line" as const, mentorId: userId }]
      : []),
  ];
}
